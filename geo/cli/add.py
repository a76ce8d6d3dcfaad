"""`geo add`: one command for each kind of record, its flags made from the record's own fields."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from geo.cli.options import DEFAULT_FILE, format_option
from geo.cli.output import START_HINT, echo, echo_json, is_on_terminal
from geo.earth.notation.coordinates import Coordinates, CoordinatesError, parse_coordinates
from geo.record.edit.fields import Field, FieldType, fields_of, format_answer, objection
from geo.record.json_file.layout import quote_string
from geo.record.kinds import KINDS, DistanceClaim, Located, Photo, Record
from geo.record.language_names import NAME_PREFIX, is_language_name, refuse_language_name
from geo.record.text_list import split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.record.edit.edit import Edit, Original
    from geo.record.edit.take_photo import TakenPhoto
    from geo.record.json_file.layout import Node

_EXAMPLES = {
    "fragment_site": r"""--at "39°45'38.10\"N 46°44'33.90\"E" --found-on 2021-03-15 --source apa-2021-04-02""",
    "strike_report": r"""--at "39°45'38.10\"N 46°44'33.90\"E" --struck-on 2020-11 --munition alleged""",
    "place": """--name "Dashalty" --name-in hy "Քարին տակ" --at "39.7411 N 46.7478 E" --source wikipedia-shusha""",
    "zone": """--zone-type cordon --at "39.7606 N 46.7428 E" --radius-m 300 --status lifted --source apa-2021-04-02""",
    "distance_claim": "--from strike-1 --to strike-2 --distance-m 780 --claimed-by ANAMA --source apa-2021-04-02",
    "direction_claim": "--from strike-1 --to strike-2 --direction north-east --axis --source azernews-2021-04-03",
    "within_claim": "--site strike-1 --of place-shusha --distance-m 200 --source oc-media-2021-04-01",
    "arrival_claim": '--at strike-1 --direction north-north-east --tolerance-deg 10 --method "crater analysis"',
    "attribute_claim": "--about strike-1 --about strike-2 --attribute model_variant --value E",
    "photo": "photos/IMG_0417.jpg --shows fragment-site-1 --credit ANAMA --source apa-2021-04-02",
    "source": """--id apa-2021-04-05 --title "What the page is called" --publisher APA --published-on 2021-04-05""",
}


_OF_PHOTOS = """

PICTURE is its file, in the folder of the record or below it. Its hash is written, and what the camera noted: time, position
with the camera's own figure for its error, and direction. What is not taken is listed; what you give counts instead."""


class _Kinds(click.Group):
    """A command for each kind, named with dashes or underscores."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [_dashed(kind) for kind in KINDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        kind = KINDS.get(cmd_name.replace("-", "_"))
        return _command(kind) if kind else None


@click.group("add", cls=_Kinds)
def add_command() -> None:
    """Append a record to a file; nothing else in the file changes.

    A record that `geo check` would reject is not written. On a terminal, missing values are asked for. Refer to another
    record by its id, or by a name that no other record has.

    \b
    Example:
      geo add fragment-site --at "39°45'38.10\\"N 46°44'33.90\\"E" --found-on 2021-03-15 --source apa-2021-04-02
      geo add source --help
    """


def _fields(kind: type[Record]) -> list[Field]:
    """The properties of a kind that a person gives; the name and the hash of a picture come with it."""
    return [one for one in fields_of(kind) if not (kind is Photo and one.name in ("file", "sha256"))]


def _dashed(name: str) -> str:
    return name.replace("_", "-").replace(":", "-")


def _flag(field: Field) -> str:
    return "--source" if field.name == "sources" else f"--{_dashed(field.name)}"


def _key(field: Field) -> str:
    return f"property_{_dashed(field.name).replace('-', '_')}"


def _command(kind: type[Record]) -> click.Command:
    options: list[click.Parameter] = [click.Argument(["picture"], required=False)] if kind is Photo else []
    options += [click.Option(["--id", "record_id"], metavar="ID", help="The id; by default the kind and the next free number.")]
    if issubclass(kind, Located):
        what = "The coordinates exactly as the source prints them; the geometry is computed from them."
        options.append(click.Option(["--at", "--published-coordinates", "at"], metavar="TEXT", help=what))
    options += [_option(field) for field in _fields(kind)]
    what = "The name in another language, after its tag, such as uk or zh-Hant. Repeat the flag for each further one."
    options.append(click.Option(["--name-in", "names"], type=(str, str), multiple=True, metavar="TAG TEXT", help=what))
    options.append(
        click.Option(["--sites", "file"], default=DEFAULT_FILE, type=click.Path(), show_default=True, help="The file.")
    )
    options.append(click.Option(["--create"], is_flag=True, help="Create the file if it does not exist."))

    def add(form: str, **given: Any) -> None:
        _add(kind, form, given)

    name, doc = _dashed(kind.kind), kind.__doc__ or ""
    doc += _OF_PHOTOS if kind is Photo else ""
    text = f"{doc}\n\n\b\nExample:\n  geo add {name} {_EXAMPLES.get(kind.kind, '--help')}"
    return format_option(click.Command(name, params=[*options], callback=add, help=text, short_help=kind.__doc__ or ""))


def _option(field: Field) -> click.Option:
    """Everything arrives as text, because a number has to keep its digits."""
    if field.form is FieldType.YES_NO:
        return click.Option([f"{_flag(field)}/--no-{_dashed(field.name)}", _key(field)], default=None, help=field.description)
    many = field.form in (FieldType.IDS, FieldType.TEXTS)
    wanted = click.Choice(field.choices) if field.choices else str
    named = {FieldType.IDS: "ID", FieldType.NUMBER: "NUMBER"}.get(field.form, "TEXT")
    metavar = None if field.choices else named
    more = " Repeat the flag for each further one." if many else ""
    needed = " Required." if field.required else ""
    text = f"{field.description}{needed}{more}"
    return click.Option([_flag(field), _key(field)], type=wanted, metavar=metavar, multiple=many, help=text)


def _add(kind: type[Record], form: str, given: dict[str, Any]) -> None:
    from geo.record.problems import SitesError
    from geo.show.answers import json_form as wire

    file = given["file"]
    try:
        record_id, edit, typed, photo = _edited(kind, given)
    except SitesError as error:
        if form == "json":
            echo_json(wire.refused(file, error.problems))
        else:
            echo(error, err=True)
        sys.exit(1)
    if form == "json":
        noted = {"taken": photo.taken, "not_taken": photo.not_taken} if photo else {}
        echo_json({"id": record_id, **noted, **wire.edit(edit, written=not edit.errors)})
    else:
        for problem in edit.problems:  # its line is one that the file may never have
            who = "" if problem.id is None else f"{problem.id}: "
            echo(f"{file}: {problem.severity}: {who}{problem.message}", err=True)
        if not edit.errors:
            echo(f"{file}: {record_id} added")
            for line in (
                (f"From {given['picture']}: {'; '.join(photo.taken)}", *(f"Not taken: {one}" for one in photo.not_taken))
                if photo
                else ()
            ):
                echo(line)
    if edit.errors:
        echo(f"geo: nothing was written to {file}", err=True)
        echo(typed, err=True, nl=False)
        sys.exit(1)


def _edited(kind: type[Record], given: dict[str, Any]) -> tuple[str, Edit, str, TakenPhoto | None]:
    """Put the record into the file unless that would be an error.

    Returns:
        Its id, the change, what was typed in answer to questions, which no shell remembers, so that it can be pasted, and
        what was taken from a photograph's file.

    Raises:
        SitesError: if no record can be added to the file.
        OSError: if it cannot be read or written.
    """
    from geo.record.edit.edit import add_ids, append_records, find_free_id, make_feature
    from geo.record.json_file.file_lock import wait_for_turn
    from geo.record.json_file.layout import feature_text
    from geo.record.look_up import SharedNameError
    from geo.record.problems import SitesError

    file, create, next_id = given["file"], given["create"], ""
    if is_on_terminal():  # nobody answers questions about a file that cannot be added to
        next_id, create = find_free_id(_original(file, create=create).document, kind), True
    named, at, properties, asked = _answers(kind, given, next_id)
    photo = _taken(given, properties, at)
    degrees = photo.degrees if photo else None
    properties = {**(photo.properties if photo else {}), **properties}
    typed = feature_text(make_feature(kind, named or next_id, at, properties, degrees), "") if asked else ""
    typed = typed and f"This is the record as you gave it:\n{typed}\n"
    try:
        with wait_for_turn(file):  # what another command adds meanwhile stays, and so the file is read only now
            original = _original(file, create=create)
            record_id = named or find_free_id(original.document, kind)
            said = add_ids(original.document, properties)
            edit = append_records(original, make_feature(kind, record_id, at, said, degrees))
            if not edit.errors:
                edit.save()
    except SharedNameError as error:
        echo(typed, err=True, nl=False)
        raise click.UsageError(str(error)) from None
    except (OSError, SitesError, KeyboardInterrupt):
        echo(typed, err=True, nl=False)
        raise
    return record_id, edit, typed, photo


def _taken(given: dict[str, Any], properties: dict[str, Node], at: Coordinates | None) -> TakenPhoto | None:
    """What a photograph's file gives of what was not given otherwise."""
    from geo.record.edit.take_photo import take_photo
    from geo.record.photo.container import PhotoError

    if not given.get("picture"):
        return None
    said = [*properties, *(["published_coordinates"] if at else [])]
    try:
        return take_photo(given["file"], given["picture"], said)
    except PhotoError as error:
        raise click.UsageError(str(error)) from None


def _original(file: str, *, create: bool) -> Original:
    from geo.record.edit.edit import Original, read_original
    from geo.record.json_file.parse import parse

    try:
        return read_original(file)
    except FileNotFoundError:
        if not create and not (is_on_terminal() and click.confirm(f"There is no {file}. Create it?", err=True)):
            raise click.UsageError(f"there is no {file}; --create creates it{START_HINT}") from None
        return Original(file, None, parse('{"type": "FeatureCollection", "features": []}'))


def _answers(
    kind: type[Record], given: dict[str, Any], next_id: str
) -> tuple[str | None, Coordinates | None, dict[str, Node], bool]:
    """The id if it is not the next free one, the position, the properties, and whether anything was asked for."""
    said = {field: given[_key(field)] for field in _fields(kind) if given[_key(field)] not in (None, ())}
    record_id, at = given["record_id"], given.get("at") if issubclass(kind, Located) else None
    names = _names(given["names"])
    is_empty = not (said or names or given.get("picture")) and record_id is None and at is None
    everything = is_empty and is_on_terminal()
    needed = {field.name for field in _fields(kind) if field.required}
    if kind is DistanceClaim and "distance_m" not in {field.name for field in said}:
        needed.add("published_distance")
    wanted = [field for field in _fields(kind) if field not in said and (everything or field.name in needed)]
    if wanted and not is_on_terminal():
        raise click.UsageError("; ".join(f"{_flag(field)} is missing: {field.description}" for field in wanted))
    if everything:
        record_id = click.prompt("id: its name, unique in the file", default=next_id, err=True)
        at = _asked_position() if issubclass(kind, Located) else None
    try:
        position = parse_coordinates(at) if isinstance(at, str) else at
    except CoordinatesError as error:
        raise click.UsageError(f"--at {error}") from None
    properties: dict[str, Node] = {}
    for field in _fields(kind):
        if field in said:
            try:
                properties[field.name] = format_answer(field, said[field])
            except ValueError as error:
                raise click.UsageError(f"{_flag(field)} {error}") from None
        elif field in wanted and not _moot(field, position, properties) and (answer := _asked(kind, field)) is not None:
            properties[field.name] = answer
    return None if record_id == next_id else record_id, position, properties | names, bool(wanted)


def _names(given: Sequence[tuple[str, str]]) -> dict[str, Node]:
    """Names in other languages, by their properties."""
    for tag, _ in given:
        if not is_language_name(f"{NAME_PREFIX}{tag}"):
            raise click.UsageError(f"--name-in {refuse_language_name(f'{NAME_PREFIX}{tag}')}")
    return {f"{NAME_PREFIX}{tag}": quote_string(text) for tag, text in given}


def _moot(field: Field, position: Coordinates | None, known: dict[str, Node]) -> bool:
    """Whether a question makes no sense: an offset or corners beside coordinates, a datum without them, half of an offset."""
    if field.name == "published_corners":
        return position is not None
    if field.name == "geodetic_datum":
        return position is None
    if field.name in ("offset_from", "published_offset", "offset_distance_m", "offset_direction"):
        return position is not None or (field.name != "offset_from" and "offset_from" not in known)
    return False


def _asked_position() -> Coordinates | None:
    while True:
        text = click.prompt("at: the coordinates exactly as the source prints them", default="", show_default=False, err=True)
        try:
            return parse_coordinates(text) if text.strip() else None
        except CoordinatesError as error:
            echo(error, err=True)


def _asked(kind: type[Record], field: Field) -> Node | None:
    """The answer to one question, asked until it can stand in the file; None where there is none."""
    hints = {
        FieldType.IDS: " Several with commas between.",
        FieldType.TEXTS: " Several with semicolons between.",
        FieldType.YES_NO: " yes or no.",
    }
    hint = hints.get(field.form, "")
    words = f" ({', '.join(field.choices)})" if field.choices else ""
    while True:
        text = click.prompt(f"{field.name}: {field.description}{hint}{words}", default="", show_default=False, err=True).strip()
        if not text:
            if not field.required:
                return None
            echo("this one is required", err=True)
            continue
        try:
            answer = format_answer(field, _understood(field, text))
            wrong = objection(kind, field.name, answer)
        except ValueError as error:
            wrong = str(error)
        else:
            if wrong is None:
                return answer
        echo(wrong, err=True)


def _understood(field: Field, text: str) -> str | bool | Sequence[str]:
    if field.form is FieldType.IDS:
        return [one for part in text.split(",") if (one := part.strip())]
    if field.form is FieldType.TEXTS:
        return split_texts(text)
    if field.form is FieldType.YES_NO:
        answers = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}
        if text.lower() not in answers:
            raise ValueError(f'wanted yes or no, not "{text}"')
        return answers[text.lower()]
    return text
