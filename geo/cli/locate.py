"""`geo locate`."""

from __future__ import annotations

import click

from geo.cli.options import DEFAULT_FILE, assessed, format_option, not_the_input, record_of
from geo.cli.output import echo, echo_json


@click.command("locate")
@click.argument("site")
@click.option("--sites", "file", default=DEFAULT_FILE, type=click.Path(), help="The file of the site.")
@click.option("-o", "--output", type=click.Path(), help="Write the area as a GeoJSON feature.")
@format_option
def locate_command(site: str, file: str, output: str | None, form: str) -> None:
    """Say where SITE would lie, were all claims about it true, whatever position was published for it.

    \b
    Example:
      geo locate fragment-site-2
    """  # noqa: D301
    from geo.judge.solve.locate import locate
    from geo.record.kinds import Record
    from geo.show.answers import locate as locate_answers
    from geo.show.answers import what_would_turn as answers

    not_the_input(output, file)
    sites = assessed(file, form).sites
    try:
        found = locate(record_of(Record, site, sites).id, sites)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json(locate_answers.locus(found))
    else:
        echo(answers.lines(locate_answers.locus_sentences(found)), nl=False)
    if output:
        from geo.record.json_file.save import write_whole
        from geo.show.answers.json_form import to_text

        written = write_whole(output, to_text(locate_answers.locus_feature(found)), reads=(file,))
        echo(f"The area is in {written}", err=form == "json")
