"""`geo map`."""

from __future__ import annotations

import sys
from typing import Any

import click

from geo.cli.options import (
    format_option,
    language_option,
    narrow_down,
    photos_option,
    read_and_assess,
    refuse_to_overwrite,
    selection_options,
    sites_argument,
)
from geo.cli.output import echo, echo_json, stdout_for_a_file


@click.command("map")
@sites_argument
@click.option("-o", "--output", default="map.html", type=click.Path(), help="Output file; - for stdout.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.option(
    "--tiles", metavar="NAME|URL|FILE", help="topo, imagery, osm, an address with {z}, {x}, {y}, or a tile file to embed."
)
@click.option("--no-tiles", is_flag=True, help="Write a page that requests no tiles.")
@click.option("--context", metavar="FILE", type=click.Path(), help="Draw a vector file (roads, buildings) underneath.")
@selection_options
@language_option
@click.option("--no-record", is_flag=True, help="Write a page that does not carry FILE, which readers could check and save.")
@photos_option
@format_option
def map_command(**options: Any) -> None:
    """Draw FILE (sites.geojson) as one self-contained page.

    \b
    Example:
      geo map sites.geojson -o map.html --open
    """
    file, output = options["file"], options["output"]
    if output == "-" and options["form"] == "json":
        raise click.UsageError("-o - writes the page to stdout, so there is no room for JSON")
    if options["tiles"] and options["no_tiles"]:
        raise click.UsageError("--tiles and --no-tiles exclude each other")
    refuse_to_overwrite(output, file, options["tiles"], options["context"])
    stdout = stdout_for_a_file("-o -") if output == "-" else None
    chosen = {name: options[name] for name in ("kind", "where", "verdict")}
    assessment = narrow_down(read_and_assess(file, options["form"]), **chosen)
    from geo.show.map.draw import draw_map, write_map

    settings = {
        "tiles": options["tiles"],
        "online": not options["no_tiles"],
        "context": options["context"],
        "language": options["language"],
        "record": not options["no_record"],
        "photos_px": options["photos_px"],
    }
    try:
        if stdout:
            stdout.write(draw_map(assessment, **settings).get_root().render().encode())
            return
        written = write_map(assessment, output, **settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if options["form"] == "json":
        from geo.show.answers.report import report_json

        echo_json({"map": str(written), **report_json(assessment)})
    else:
        from geo.show.answers.check import (
            print_findings,
            summary,
        )

        echo(summary(assessment))
        print_findings(assessment)
        echo(f"The map is in {written}")
    if options["show"]:
        import webbrowser

        if not webbrowser.open(written.as_uri()):
            echo("geo: no browser could be opened", err=True)
            sys.exit(2)
