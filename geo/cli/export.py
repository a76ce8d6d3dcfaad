"""`geo export`."""

from __future__ import annotations

from typing import Any

import click

from geo.cli.options import format_option, narrow_down, read_and_assess, refuse_to_overwrite, selection_options, sites_argument
from geo.cli.output import echo, echo_json, stdout_for_a_file

_FORMS = ("kml", "kmz", "gpx", "csv", "dwc", "gpkg", "parquet", "shp", "claimreview", "simplestyle")
_LAYERS = ("records", "claims", "zones", "areas", "uncertainty", "sources")


@click.command("export")
@sites_argument
@click.option(
    "-o", "--output", required=True, type=click.Path(), help="Output file; its extension sets the format; - for stdout."
)
@click.option("--as", "as_form", type=click.Choice(_FORMS), help="The format, whatever the extension.")
@click.option("--layer", type=click.Choice(_LAYERS), default="records", help="Layer to write to a CSV or GeoParquet file.")
@selection_options
@format_option
def export_command(file: str, output: str, form: str, **options: Any) -> None:
    """Write FILE (sites.geojson) for other programs: maps, receivers, spreadsheets, databases, search engines.

    \b
    .kml .kmz       folders of sites, strikes, places, zones, photographs (KMZ with pictures), uncertainty, claims
    .gpx            waypoints; zones, claims and sources for geo import alone
    .csv            decimal degrees, degrees with minutes and seconds, MGRS; no formula runs
    .dwc.csv        Darwin Core terms, without zones, claims and sources
    .gpkg           GeoPackage with layers, attributes as in the file
    .parquet        GeoParquet of one layer
    .shp.zip        Shapefiles; names cut to 10 letters (fields.txt lists them), texts to 254 bytes
    .jsonld         schema.org ClaimReview, one for each finding
    .geojson        simplestyle, for display

    \b
    Example:
      geo export sites.geojson -o sites.kml
    """
    if output == "-" and (form == "json" or not options["as_form"]):
        raise click.UsageError("-o - writes the export to stdout: --as sets the format, and there is no room for JSON")
    refuse_to_overwrite(output, file)
    stdout = stdout_for_a_file("-o -") if output == "-" else None
    chosen = {name: options[name] for name in ("kind", "where", "verdict")}
    assessment = narrow_down(read_and_assess(file, form), **chosen)
    from geo.show.exports.writing import export_to, find_left_out, form_of, write_export

    try:
        kind = options["as_form"] or form_of(output)
        left_out = list(find_left_out(assessment, kind, layer=options["layer"]))
        if stdout:
            export_to(assessment, stdout, kind, layer=options["layer"])
            for sentence in left_out:
                echo(sentence, err=True)
            return
        written = write_export(assessment, output, options["as_form"], layer=options["layer"])
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json({"export": str(written), "bytes": written.stat().st_size, "left_out": left_out})
    else:
        for sentence in left_out:
            echo(sentence)
        echo(f"The export is in {written}")
