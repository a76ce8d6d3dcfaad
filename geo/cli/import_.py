"""`geo import`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.options import format_option, refuse_to_overwrite
from geo.cli.output import Refusals, echo, echo_json, echo_utf8

if TYPE_CHECKING:
    from geo.record.edit.edit import Original
    from geo.record.import_table.csv_dialect import Dialect
    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.rows import InputTable


@click.command("import")
@click.argument("source", type=click.Path())
@click.option("--mapping", metavar="FILE", type=click.Path(), help="What the columns mean, as TOML.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="The new file.")
@click.option("--append", is_flag=True, help="Append to an existing FILE; the rest of it stays unchanged.")
@click.option("--kind", metavar="KIND", help="The kind of the records, where no mapping says it.")
@click.option("--propose", is_flag=True, help="Print a mapping suggested by the columns, and do nothing else.")
@format_option
def import_command(source: str, **options: Any) -> None:
    """Turn the rows of SOURCE, a table or a map layer, into records.

    SOURCE is CSV or text divided by tabs, an .xlsx or .ods spreadsheet, JSON (a list of objects, JSON Lines), KML, KMZ,
    GPX, GeoPackage, GeoJSON, Shapefile, FlatGeobuf or GeoParquet.

    A mapping says what the columns mean; --propose suggests one. The exports of some tools (ACLED, Airwars, Atlos, Kobo, ODK,
    GeoConfirmed and others) need none: what SOURCE looks like is printed, and --mapping beats it.

    Errors are reported per row, with the file name and the number of the row (in a CSV file, of the line). Rows with errors
    are written to a file beside the output, so that they can be corrected and appended, and the exit status is 1.

    \b
    A mapping, with everything it can contain:
      kind = "fragment_site"           # or kind_column = "Type", a column that says which
      id = "report-{Ref}"              # columns in braces; {row} is the number of the row, {a|b} the first that is filled
      layer = "waypoints"              # or a list, for a file with several
      header = 3                       # the row with the headings; default: the first
      delimiter = ";"                  # of CSV; default: a comma
      encoding = "cp1251"              # of CSV; default: UTF-8
      decimal = ","                    # of numbers in cells; default: a point
      decimals = 6                     # decimals of degrees that a spreadsheet has lost
      dates = "%d.%m.%Y"               # date format for strptime, or a list of them; ISO 8601 is always read
      no_time = ["00:00", "12:00"]     # times that mean "only the day is known"; default: midnight
      links = ["Post"]                 # columns whose links become source records
      skip = ["DeviceID"]              # columns that are never taken
      only_with = "kind"               # rows with nothing in this column are no records
      [kinds]                          # what the cells of kind_column mean
      Craters = "strike_report"
      [split]                          # a column whose words become columns of their own
      gps = ["lat", "lon", "alt", "acc"]
      [empty]                          # what stands in a column where nothing is known
      acc = ["0"]
      [uncertainty]                    # metres by the cells of a column; "?": no position until you say how many
      column = "precision"
      2 = "?"
      [coarse_dates]                   # days that stand for a week, a month or a year
      column = "time_precision"
      3 = "month"
      [words.accident]                 # a property by what stands in a column; a * at an end is any text
      column = "Event"
      "accident*" = "mine_accident"
      [corners]                        # rows that are corners of one outline
      group = ["area"]
      order = "number"
      longitude = "x"
      latitude = "y"
      [place]                          # columns in decimal degrees; or geometry = true; or wkt = "WKT"
      longitude = "lon"
      latitude = "lat"
      [columns]                        # a property = the column that gives it, or text with columns in braces
      published_coordinates = "{Lat} {Lon}"
      x_team = "Team"                  # a property of your own
      [constants]                      # a property = its value in every row
      sources = ["agency-2021"]
      [[sources]]                      # source records to add
      id = "agency-2021"
      title = "The agency's list"

    \b
    Example:
      geo import reports.csv --propose > mapping.toml
      geo import reports.csv --mapping mapping.toml -o reports.geojson
    """
    mapping, output = options["mapping"], options["output"]
    if options["propose"] == (output is not None) or (options["propose"] and mapping is not None):
        raise click.UsageError("give --mapping and -o, or --propose alone")
    if mapping is not None and options["kind"] is not None:
        raise click.UsageError("the kind is in the mapping; --kind is for a table without one")
    from geo.record.kinds import KINDS

    if options["kind"] not in (None, *KINDS):
        raise click.UsageError(f'unknown kind "{options["kind"]}"; wanted one of {", ".join(KINDS)}')
    refuse_to_overwrite(output, source, mapping)
    try:
        if options["propose"]:
            _propose(source, options["kind"])
        else:
            _import(source, mapping, output, options)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _propose(source: str, kind: str | None) -> None:
    from geo.record.import_table.propose_mapping import propose_mapping

    table, dialect = _read_unknown(source)
    echo_utf8(propose_mapping(source, table, dialect, kind))


def _read_unknown(source: str) -> tuple[InputTable, Dialect]:
    """A table of which no mapping says how it is written, and how it seems to be."""
    from geo.record.import_table.guess_table import read_unknown_table

    return read_unknown_table(source)


def _import(source: str, mapping_file: str | None, output: str, options: dict[str, Any]) -> None:
    from geo.record.import_table.left_out import write_left_out
    from geo.record.import_table.run import Import, import_rows
    from geo.record.json_file.file_lock import wait_for_turn
    from geo.record.problems import SitesError
    from geo.show.answers import import_ as import_answers

    append, form = options["append"], options["form"]
    table, mapping, looks_like = (
        _read_mapped(source, mapping_file) if mapping_file else _read_recognized(source, options["kind"])
    )
    if missing := list(mapping.missing(table)):
        raise Refusals([f"{mapping_file or source}: {one}" for one in missing])
    try:
        with wait_for_turn(output):
            made = import_rows(source, table, mapping, _original(output, append=append))
            if made.edit:
                made.edit.save(reads=tuple(filter(None, (source, mapping_file))))
    except SitesError as error:  # the file that is added to, or a source of the mapping's
        made = Import(None, len(table.rows), 0, error.problems)
    made = replace(made, notices=(*looks_like, *made.notices))
    left_out = write_left_out(output, table, mapping, made)
    if form == "json":
        echo_json(import_answers.import_json(made, output, left_out))
    else:
        for problem in made.problems:
            echo(problem, err=True)
        echo(import_answers.imported_text(made, output, left_out), nl=False)
    sys.exit(0 if made.written == made.rows else 1)


def _read_mapped(source: str, mapping_file: str) -> tuple[InputTable, Mapping, tuple[str, ...]]:
    from geo.record.import_table.mapping import MappingError, read_mapping
    from geo.record.import_table.table import read_table

    try:
        mapping = read_mapping(mapping_file)
    except MappingError as error:
        raise Refusals(error.sentences) from None
    how: dict[str, Any] = {
        "layers": mapping.layers,
        "delimiter": mapping.delimiter,
        "encoding": mapping.encoding,
        "header": mapping.header,
    }
    return read_table(source, **how), mapping, ()


def _read_recognized(source: str, kind: str | None) -> tuple[InputTable, Mapping, tuple[str, ...]]:
    """A table that looks like the export of a tool that is known, with what its columns mean.

    Raises:
        UsageError: if it looks like none: what the columns mean is then for a person to say.
    """
    from geo.record.import_table.mapping import parse_mapping
    from geo.record.import_table.propose_mapping import propose, propose_mapping

    table, dialect = _read_unknown(source)
    proposal = propose(source, table, dialect, kind)
    if proposal.preset is None:
        cure = f"geo import {source} --propose > mapping.toml proposes a mapping; check it, and give it with --mapping mapping.toml"
        raise click.UsageError(
            f"{source} looks like no export that is known, so a mapping has to say what its columns mean. {cure}"
        )
    if proposal.open_lines:
        raise click.UsageError(
            f"{source} looks like {proposal.preset.name}, and does not say: {proposal.open_lines[0][2:]}; --propose says more"
        )
    mapping = parse_mapping(source, propose_mapping(source, table, dialect, kind).encode())
    beaten = "--propose prints the mapping, and --mapping beats it"
    return table, mapping, (f"{source} looks like {proposal.preset.name}; {beaten}", *proposal.preset.note)


def _original(output: str, *, append: bool) -> Original:
    from geo.record.edit.edit import Original, read_original
    from geo.record.json_file.parse import parse

    if append:
        return read_original(output)
    if Path(output).exists():
        raise click.UsageError(f"{output} already exists; --append adds to it, or give the new file another name")
    return Original(output, None, parse('{"type": "FeatureCollection", "features": []}'))
