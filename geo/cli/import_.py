"""`geo import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.options import format_option, refuse_to_overwrite
from geo.cli.output import Refusals, echo, echo_json, echo_utf8

if TYPE_CHECKING:
    from geo.record.edit.edit import Original
    from geo.record.import_table.table import InputTable


@click.command("import")
@click.argument("source", type=click.Path())
@click.option("--mapping", metavar="FILE", type=click.Path(), help="What the columns mean, as TOML.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="The new file.")
@click.option("--append", is_flag=True, help="Append to an existing FILE; the rest of it stays unchanged.")
@click.option("--propose", is_flag=True, help="Print a mapping suggested by the columns, and do nothing else.")
@format_option
def import_command(source: str, **options: Any) -> None:
    """Turn the rows of SOURCE, a table or a map layer, into records.

    SOURCE is CSV, an .xlsx or .ods spreadsheet, KML, KMZ, GPX, GeoPackage, GeoJSON, Shapefile, FlatGeobuf or GeoParquet.

    Nothing is guessed: a mapping says what the columns mean. Errors are reported per row, with the file name and the number
    of the row (in a CSV file, of the line); rows with errors are not written, and the exit status is 1.

    \b
    A mapping, with everything it can contain:
      kind = "fragment_site"           # or kind_column = "Type", a column that says which
      id = "report-{Ref}"              # columns in braces; {row} is the number of the row
      layer = "waypoints"              # or a list, for a file with several
      delimiter = ";"                  # of CSV; default: a comma
      encoding = "cp1251"              # of CSV; default: UTF-8
      decimal = ","                    # of numbers in cells; default: a point
      dates = "%d.%m.%Y"               # date format for strptime; ISO 8601 is always read
      [place]                          # columns in decimal degrees; or geometry = true
      longitude = "lon"
      latitude = "lat"
      [columns]                        # a property = the column that gives it, or text with columns in braces
      published_coordinates = "{Lat} {Lon}"
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
    if options["propose"] in (mapping is not None, output is not None):
        raise click.UsageError("give --mapping and -o, or --propose alone")
    refuse_to_overwrite(output, source, mapping)
    try:
        if options["propose"]:
            _propose(source)
        else:
            _import(source, mapping, output, append=options["append"], form=options["form"])
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _propose(source: str) -> None:
    from geo.record.import_table.csv_dialect import guess_dialect
    from geo.record.import_table.propose_mapping import propose_mapping
    from geo.record.import_table.table import layers_of, read_table

    dialect = guess_dialect(source)
    table = read_table(source, layers=layers_of(source)[:1], delimiter=dialect.delimiter, encoding=dialect.encoding)
    echo_utf8(propose_mapping(source, table, dialect))


def _import(source: str, mapping_file: str, output: str, *, append: bool, form: str) -> None:
    from geo.record.import_table.mapping import MappingError, read_mapping
    from geo.record.import_table.run import Import, import_rows
    from geo.record.import_table.table import read_table
    from geo.record.json_file.file_lock import wait_for_turn
    from geo.record.problems import SitesError
    from geo.show.answers import import_ as import_answers

    try:
        mapping = read_mapping(mapping_file)
    except MappingError as error:
        raise Refusals(error.sentences) from None
    table: InputTable = read_table(source, layers=mapping.layers, delimiter=mapping.delimiter, encoding=mapping.encoding)
    if missing := list(mapping.missing(table)):
        raise Refusals([f"{mapping_file}: {one}" for one in missing])
    try:
        with wait_for_turn(output):
            made = import_rows(source, table, mapping, _original(output, append=append))
            if made.edit:
                made.edit.save(reads=(source, mapping_file))
    except SitesError as error:  # the file that is added to, or a source of the mapping's
        made = Import(None, len(table.rows), 0, error.problems)
    if form == "json":
        echo_json(import_answers.import_json(made, output))
    else:
        for problem in made.problems:
            echo(problem, err=True)
        echo(import_answers.imported_text(made, output), nl=False)
    sys.exit(0 if made.written == made.rows else 1)


def _original(output: str, *, append: bool) -> Original:
    from geo.record.edit.edit import Original, read_original
    from geo.record.json_file.parse import parse

    if append:
        return read_original(output)
    if Path(output).exists():
        raise click.UsageError(f"{output} already exists; --append adds to it, or give the new file another name")
    return Original(output, None, parse('{"type": "FeatureCollection", "features": []}'))
