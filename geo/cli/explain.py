"""`geo explain`."""

from __future__ import annotations

import click

from geo.cli.output import echo, echo_json, echo_utf8


@click.command("explain")
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output format.")
def explain_command(code: str | None, form: str) -> None:
    """Explain the problem with a CODE, or list all codes.

    Says what is wrong, shows an example, and shows how to fix it.

    \b
    Example:
      geo explain GEO012
    """
    from geo.record.codes import CODES, load_stories
    from geo.show.answers.explain import code_list, stories_markdown, story_json, story_text

    name = code.upper() if code else None
    if name is not None and name not in CODES:
        raise click.UsageError(f'there is no code "{code}"; `geo explain` lists them')
    told = [story for story in load_stories().values() if name in (None, story.code.id)]
    if form == "json":
        echo_json({"codes": [story_json(story) for story in told]})
    elif form == "markdown":
        echo_utf8(stories_markdown(told))
    elif name is None:
        echo(code_list(CODES.values()), nl=False)
    else:
        echo_utf8(story_text(told[0]))
