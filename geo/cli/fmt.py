"""`geo fmt`."""

from __future__ import annotations

import sys

import click

from geo.cli.options import DEFAULT_FILE, format_option
from geo.cli.output import echo, echo_json


@click.command("fmt")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@click.option("--check", "only_check", is_flag=True, help="Write nothing; name each file that would change, and exit with 1.")
@click.option("--repair", is_flag=True, help="Also undo what QGIS, GeoPandas or geojson.io did to ids, lists and empty values.")
@format_option
def fmt_command(files: tuple[str, ...], only_check: bool, repair: bool, form: str) -> None:
    """Format each FILE (sites.geojson): each pair of coordinates and each property on one line.

    No value changes: numbers keep their digits, texts their characters. A file that is not JSON is left unchanged.

    \b
    Example:
      geo fmt --check sites.geojson
    """
    from geo.record.edit.edit import read_original, reformat
    from geo.record.json_file.file_lock import wait_for_turn
    from geo.record.problems import SitesError
    from geo.show.answers import json_form as wire

    results = []
    failed = False
    for file in files or (DEFAULT_FILE,):
        try:
            with wait_for_turn(file):
                edit = reformat(read_original(file), repair=repair)
                if not only_check:
                    edit.save()
        except SitesError as error:
            failed = True
            results.append(wire.refused(file, error.problems))
            if form == "text":
                echo(error, err=True)
            continue
        failed = failed or (only_check and edit.changed)
        results.append(wire.edit(edit, written=edit.changed and not only_check))
        if form == "text":
            for repaired in edit.repairs:
                echo(f"{file}: {repaired}")
            would, was = ("would change", "is already formatted") if only_check else ("laid out", "left as it is")
            echo(f"{file}: {would if edit.changed else was}")
    if form == "json":
        echo_json({"files": results})
    sys.exit(1 if failed else 0)
