"""`geo why`."""

from __future__ import annotations

import click

from geo.cli.options import find_record, format_option, read_and_assess, refuse_to_overwrite, sites_option
from geo.cli.output import echo, echo_json


@click.command("why")
@click.argument("record", metavar="CLAIM|SITE")
@sites_option
@click.option("--all", "every", is_flag=True, help="List every slip of the pen that was tried, with its result.")
@click.option("-o", "--output", type=click.Path(), help="Write the area where the site must lie as a GeoJSON feature.")
@format_option
def why_command(record: str, file: str, every: bool, output: str | None, form: str) -> None:
    """Explain the verdict on CLAIM, or say where SITE lies if all claims about it are true.

    For a claim, this shows its finding; how far off the positions would have to be for it to hold, or how precisely known
    to decide it; whether a single slip of the pen would explain it; where the site would have to lie; and its conflicts:
    sets of claims that cannot all hold.

    CLAIM and SITE are ids, or names that no other record has.

    \b
    Example:
      geo why claim-separation
      geo why fragment-site-2 -o area.geojson
    """
    from geo.judge.why import explain_claim, explain_site
    from geo.record.kinds import Claim, Event, Record
    from geo.show.answers import why

    refuse_to_overwrite(output, file)
    assessment = read_and_assess(file, form)
    asked = find_record(Record, record, assessment.sites)
    if not isinstance(asked, Claim | Event):
        kind = asked.kind.replace("_", " ")
        raise click.UsageError(f'"{asked.id}" is a {kind}; geo why takes claims, fragment sites and strike reports')
    try:
        reasons = explain_claim(asked.id, assessment) if isinstance(asked, Claim) else explain_site(asked.id, assessment)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if output and reasons.locus is None:
        raise click.UsageError(f"there is no area to write to {output}: {reasons.no_locus}")
    if form == "json":
        echo_json(why.why_json(reasons, every=every))
    else:
        echo(why.why_text(reasons, assessment, every=every), nl=False)
    if output and reasons.locus:
        from geo.record.json_file.save import write_whole
        from geo.show.answers.json_form import to_text
        from geo.show.answers.locus import locus_feature

        written = write_whole(output, to_text(locus_feature(reasons.locus)), reads=(file,))
        echo(f"The area is in {written}", err=form == "json")
