"""`geo schema`."""

from __future__ import annotations

import click

from geo.cli.output import echo_json


@click.command("schema")
def schema_command() -> None:
    """Write the JSON Schema of the file, so that an editor can complete and explain what you type.

    \b
    Example:
      geo schema > sites.schema.json
    """
    from geo.record.schema import file_schema

    echo_json(file_schema())
