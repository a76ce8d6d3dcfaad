"""A mapping for a table, proposed from its headings and what stands below them, for a person to check."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from unicodedata import decimal

from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates
from geo.earth.quantities import count_text
from geo.record.did_you_mean import join_names
from geo.record.edit.fields import FieldType, properties_with
from geo.record.escape import printable, quote_toml
from geo.record.import_table.cell_values import read_day, split_time
from geo.record.import_table.column_names import (
    AREAS,
    CORNERS,
    IDS,
    LATITUDE,
    LONGITUDE,
    NOTHING,
    PRINTED,
    PROPERTIES,
    TIMES,
    axes_of,
    beside,
    called_one_of,
    days_of,
    kind_of_words,
    parts_of_axis,
    plain,
    spans_of,
)
from geo.record.import_table.csv_dialect import USUAL
from geo.record.import_table.links import find_links
from geo.record.import_table.mapping import BRACES, DAY_AND_TIME, DAYS_FROM_TO, columns_in
from geo.record.import_table.preset import Preset, recognize_preset
from geo.record.import_table.row_to_feature import custom_name
from geo.record.import_table.table import LAYER, WHY
from geo.record.json_file.layout import PROPERTIES as IN_ORDER
from geo.record.json_file.layout import is_number
from geo.record.kept_place import TOTAL
from geo.record.kinds import KINDS, is_custom
from geo.record.language_names import find_language_name
from geo.record.well_known_text import read_wkt, wkt_height

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from geo.record.import_table.csv_dialect import Dialect
    from geo.record.import_table.rows import InputTable

_MOST_VALUES = 200
"""Values of a column that are looked at."""
_MOST_PRINTED = 20
"""And as coordinates, which takes longer."""
_LONGEST_VALUE = 5_000
_LONGEST_NOTHING = 30
_LONGEST_TOLD = 200
"""Characters of a cell whose words may tell the kind of its row."""
_MOST_OWN = 300
"""Columns that are kept as properties of the user's own."""
_DAY_FORMS = (
    *("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%y", "%m/%d/%y"),
    *(
        "%d %b %Y",
        "%d %B %Y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%b %d %Y",
        "%B %d %Y",
        "%d-%b-%Y",
        "%d-%b-%y",
        "%Y%m%d",
        "%m/%Y",
        "%B %Y",
    ),
)
_DAY_OF = {"fragment_site": "found_on", "strike_report": "struck_on", "photo": "taken_at", "source": "published_on"}
"""The property with the day of each kind."""
_PHOTOS = re.compile(r"photo|image|picture|media|thumb|screenshot|foto|фото", re.IGNORECASE)
_FOUR_NUMBERS = re.compile(r"-?\d{1,3}(\.\d+)? -?\d{1,3}(\.\d+)? -?\d+(\.\d+)?( \d+(\.\d+)?)?")
"""How forms write a point: latitude, longitude, height, accuracy."""


_OWN = Preset("an export of geo", ())
_MARKS = frozenset((TOTAL, "explanation", "relies_on"))
"""Columns that exports of ours have, one in each layer with records; `kind` may be in anybody's table."""
_TAGGED = Preset(
    "a table with HXL tags", (), ("The row below the headings has tags, no data; they tell which column is which.",)
)


@dataclass
class Proposal:
    """A mapping as TOML has it, and what a person should know of it."""

    mapping: dict[str, Any] = field(default_factory=dict)
    preset: Preset | None = None
    remarks: list[str] = field(default_factory=list)
    """Sentences at the beginning."""
    comments: dict[str, str] = field(default_factory=dict)
    """What stands behind a line, by its key."""
    open_lines: list[str] = field(default_factory=list)
    """Lines that a person has to choose from."""


def propose_mapping(source: str, table: InputTable, dialect: Dialect = USUAL, kind: str | None = None) -> str:
    """The text of a mapping file: what the headings and the cells of a table suggest, and the other properties as comments."""
    return "\n".join(_lines(source, table, propose(source, table, dialect, kind))) + "\n"


def propose(source: str, table: InputTable, dialect: Dialect = USUAL, kind: str | None = None) -> Proposal:
    """What the headings and the cells of a table suggest; the kind is guessed where none is named."""
    made = Proposal()
    if _is_own_export(table):
        _take_own_columns(table, made)
        made.preset = _OWN if {"id", "kind"} <= set(table.columns) and _MARKS & set(table.columns) else None
    else:
        made.preset = recognize_preset(table) or (_TAGGED if table.tags else None)
        _guess(source, table, kind, made)
    mapping = made.mapping
    if dialect.delimiter:
        mapping["delimiter"], made.comments["delimiter"] = dialect.delimiter, "what separates the cells"
    if dialect.encoding:
        others = f"; {' and '.join(dialect.others)} would read it too, with other letters" if dialect.others else ""
        mapping["encoding"], made.comments["encoding"] = dialect.encoding, f"the file is not UTF-8{others}"
    if dialect.header:
        mapping["header"], made.comments["header"] = dialect.header, "the row with the headings"
    _decimal(table, made)
    _dates(table, made)
    if not _is_own_export(table):
        _keep_times(table, made)
        _keep_others(table, made)
    return made


def _is_own_export(table: InputTable) -> bool:
    lower = {name.lower(): name for name in reversed(table.columns)}
    return "kind" in lower and any(value in KINDS for value in _values(table, lower["kind"]))


def _take_own_columns(table: InputTable, made: Proposal) -> None:
    """The columns of an export of ours, by the names of the properties."""
    lower = {name.lower(): name for name in reversed(table.columns)}
    known = {name for kind in KINDS.values() for name in kind.properties}
    columns = {name: lower[one] for name in known for one in (name.replace(":", "_"), name) if one in lower}
    columns |= {name: name for name in table.columns if is_custom(name)}
    columns |= {named: name for name in table.columns if (named := find_language_name(name)) and named not in columns}
    made.mapping |= {"kind_column": lower["kind"], "id": f"{{{lower['id']}}}" if "id" in lower else "import-{row}"}
    if any(not row.cells.get(lower["kind"]) for row in table.rows):
        made.mapping["only_with"] = lower["kind"]
        made.comments["only_with"] = "the other rows are zones and the like, and no records"
    place = _own_place(table)
    made.mapping |= {"place": place} if place else {}
    made.mapping["columns"] = columns
    _layers(table, made)


def _guess(source: str, table: InputTable, kind: str | None, made: Proposal) -> None:
    preset = made.preset
    given: dict[str, Any] = preset.mapping_for(table.columns) if preset else {}
    if preset:
        made.remarks += [f"This looks like {preset.name}.", *preset.note]
    skip = {*given.get("skip", ()), WHY}
    rest = [name for name in table.columns if name and name not in skip and _values(table, name)]
    used = _used(given)
    free = [name for name in rest if name not in used]
    columns: dict[str, str] = {}
    mapping = made.mapping
    has_place = bool(given.get("place")) or "published_coordinates" in given.get("columns", {})
    if not has_place:
        place, printed = _place(table, rest, made)
        mapping |= {"place": place} if place else {}
        columns |= {"published_coordinates": printed} if printed else {}
        has_place = bool(place or printed or "split" in mapping)
        if kind in (None, "zone") and _find_corners(table, rest, made):
            kind, columns = "zone", {}
        mapping["empty"] = _nothing_in(
            table, [*columns_in(printed or ""), *(one for one in place.values() if isinstance(one, str))]
        )
    mapping["links"] = (
        [] if "links" in given else [one for one in free if _holds_links(table, one) and one not in columns.values()]
    )  # the link of a position is where it is, and no source
    kinds = _kinds(source, table, kind or given.get("kind"), made, has_place=has_place)
    _suggest(table, free, kinds, columns, mapping)
    _accuracy(free, columns, made)
    columns |= given.get("columns", {})
    if kind is not None and "kind" in given:
        columns = _for_kind(columns, kind)
    empty = {**mapping.get("empty", {}), **given.get("empty", {})}
    of_kinds: tuple[str, ...] = ("kind_column", "kinds") if kind is not None or "kinds" not in given else ()
    of_kinds += ("constants",) if kind is not None and ("kinds" in given or kind != given.get("kind")) else ()
    mapping |= {name: value for name, value in given.items() if name not in ("columns", "kind", "empty", *of_kinds)}
    mapping |= {"columns": columns, "empty": empty}
    mapping.setdefault("id", _id(table, columns, mapping))
    wkt = mapping.get("place", {}).get("wkt", "")
    if "elevation_m" not in columns and any(row.height or wkt_height(row.cells.get(wkt, "")) for row in table.rows):
        mapping.setdefault("place", {})["heights"] = True
    _layers(table, made)


def _for_kind(columns: dict[str, str], kind: str) -> dict[str, str]:
    """The columns of a preset where another kind is wanted: its day moves along, what the kind does not have is kept as it is."""
    fitting: dict[str, str] = {}
    for name, given in columns.items():
        if name in _DAY_OF.values() and kind in _DAY_OF:
            fitting[_DAY_OF[kind]] = given
        elif name in KINDS[kind].properties or is_custom(name):
            fitting[name] = given
    return fitting


def _used(mapping: dict[str, Any]) -> set[str]:
    """The columns that a mapping names."""
    named = {
        column
        for given in (*mapping.get("columns", {}).values(), mapping.get("id", ""))
        for column in (given, *columns_in(given))
    }
    named |= {*mapping.get("links", ()), *mapping.get("split", {}), mapping.get("kind_column", "")}
    named |= {mapping[name]["column"] for name in ("uncertainty", "coarse_dates") if name in mapping}
    named |= {one for one in mapping.get("place", {}).values() if isinstance(one, str)}
    if corners := mapping.get("corners"):
        named |= {*corners["group"], corners["order"], corners["longitude"], corners["latitude"], corners.get("type", "")}
    return named


def _kinds(source: str, table: InputTable, kind: str | None, made: Proposal, *, has_place: bool) -> list[str]:
    """The kinds of the rows: what is named, what the folders tell, or what the headings do."""
    mapping = made.mapping
    layers = list(dict.fromkeys(row.cells.get(LAYER, "") for row in table.rows)) if LAYER in table.columns else []
    by_layer = {layer: found for layer in layers[:_MOST_OWN] if layer and (found := kind_of_words([layer]))}
    titles = [cell for row in table.preface for cell in row]
    guess = kind_of_words([*table.columns, *titles, *table.tags.values(), PurePath(source).stem])
    if guess is None:
        cells = [value for column in table.columns for value in _values(table, column)[:_MOST_PRINTED]]
        guess = kind_of_words([value for value in cells if len(value) <= _LONGEST_TOLD])
    if (
        guess is None
        and not has_place
        and any(_mostly(_is_link(value) for value in _values(table, one)) for one in mapping["links"])
    ):
        guess = "source"
    chosen = kind or guess or "fragment_site"
    mapping["kind"] = chosen
    made.comments["kind"] = f"one of {', '.join(KINDS)}"
    if kind is None and len(set(by_layer.values())) > 1:
        mapping |= {"kind_column": LAYER, "kinds": by_layer}
        made.comments["kind"] = "where kinds does not say; " + made.comments["kind"]
        return list(dict.fromkeys((chosen, *by_layer.values())))
    if kind is None and by_layer:
        chosen = mapping["kind"] = next(iter(by_layer.values()))
    return [chosen]


def _find_corners(table: InputTable, names: Sequence[str], made: Proposal) -> bool:
    """Whether rows are corners of outlines; then the mapping puts those of one outline together."""
    axes, orders = axes_of(names), called_one_of(names, CORNERS)
    group = [one for one in called_one_of(names, AREAS) if _may_be_filled_in(one)]
    if axes is None or not orders or not group or table.has_geometries:
        return False
    outlines: dict[tuple[str, ...], list[str]] = {}
    for row in table.rows:
        outlines.setdefault(tuple(row.cells.get(one, "") for one in group), []).append(row.cells.get(orders[0], ""))
    if not _mostly(len(one) > 2 and all(map(is_number, one)) and len({*one}) == len(one) for one in outlines.values()):
        return False
    group = [one for one in names if one in group]
    made.remarks.append("Rows are corners: those of one outline become one zone, in the order of their numbers.")
    made.mapping |= {
        "id": "-".join(f"{{{one}}}" for one in group),
        "place": {"geometry": True},
        "corners": {"group": group, "order": orders[0], "longitude": axes[0], "latitude": axes[1]},
    }
    for column in names:
        cells = dict.fromkeys(_values(table, column))
        if sorts := {cell: sort for cell in cells for form, sort in _SORTS.items() if form.match(cell)}:
            made.mapping["words"] = {"zone_type": {"column": column, **sorts}}
            return True
    made.mapping["constants"] = {"zone_type": "suspected_hazard"}
    made.remarks.append("A zone is taken to be a suspected hazard; zone_type says what else it may be.")
    return True


_SORTS = {
    re.compile(r"(sha|suspected( hazard.*)?|suspected_hazard)$", re.IGNORECASE): "suspected_hazard",
    re.compile(r"(cha|confirmed( hazard.*)?|confirmed_hazard)$", re.IGNORECASE): "confirmed_hazard",
}
"""What mine action calls the sorts of zones."""


def _suggest(
    table: InputTable, free: Sequence[str], kinds: Sequence[str], columns: dict[str, str], mapping: dict[str, Any]
) -> None:
    """Columns with values under a name that people use for a property of the kinds."""
    wordy = {one for one in mapping["links"] if _mostly(bool(find_links(value)[1]) for value in _values(table, one))}
    taken = _used({"columns": columns, **mapping}) - wordy  # whose words are kept as a property, links and all
    has = {name for kind in kinds for name in KINDS[kind].properties}
    for name, names in PROPERTIES.items():
        if name in columns or name not in has:
            continue
        left = [one for one in free if one not in taken]
        called = called_one_of(left, f"{name},{names}") or _called_in_group(left, f"{name},{names}")
        if fitting := [one for one in called if _fits(table, name, one)]:
            columns[name] = fitting[0]
            taken.add(fitting[0])
    for one in free:
        if (named := find_language_name(one)) and one not in taken and named not in columns:
            columns[named] = one
            taken.add(one)
    for day in filter(None, map(_DAY_OF.get, kinds)):
        if day not in columns and (given := _suggest_day(table, free, taken)):
            columns[day] = given
    if "source" in kinds:
        links = mapping["links"]
        columns |= {"url": links[0]} if links else {}
        columns.setdefault("title", columns.pop("name", links[0] if links else "import-{row}"))
        mapping["links"] = links[1:]


def _suggest_day(table: InputTable, free: Sequence[str], taken: Collection[str]) -> str | None:
    """The columns of the day: one, one with its time of day beside it, or the first and the last day."""
    left = [one for one in free if one not in taken]
    tagged = [one for one, tag in table.tags.items() if tag.startswith("#date") and one not in taken]
    days, span = [one for one in (*tagged, *days_of(left)) if _holds_days(table, one)], _days_from_to(table, left)
    if days and not (span and days[0] in span):
        return _with_time(table, days[0], left)
    return f"{{{span[0]}}}/{{{span[1]}}}" if span else None


def _days_from_to(table: InputTable, columns: Sequence[str]) -> tuple[str, str] | None:
    """The columns of the first and of the last day, which are called alike: "date_start" and "date_end"."""
    return next(
        (pair for pair in spans_of(columns) if all(_holds_days(table, one) and _may_be_filled_in(one) for one in pair)), None
    )


def _with_time(table: InputTable, day: str, free: Sequence[str]) -> str:
    """The column of a day, with that of its time of day where the table keeps it apart."""
    beside = [one for one in called_one_of(free, TIMES) if one != day and _may_be_filled_in(day + one)]
    has_time = any(split_time(value[:_LONGEST_VALUE]).time for value in _values(table, day))
    timed = [one for one in beside if _mostly(bool(split_time(f"2000-01-01 {value}").time) for value in _values(table, one))]
    return f"{{{day}}} {{{timed[0]}}}" if timed and not has_time else day


def _day_column(given: str) -> str:
    """The column in which a day stands."""
    match = DAY_AND_TIME.fullmatch(given) or DAYS_FROM_TO.fullmatch(given)
    return match[1] if match else given


def _called_in_group(columns: Sequence[str], names: str) -> list[str]:
    """Columns that forms put into a group: "survey-item" is an item."""
    last = {re.split(r"[-/:.]", one)[-1]: one for one in reversed(columns) if re.search(r"[-/:.]", one)}
    return [last[name] for name in called_one_of(last, names)]


def _fits(table: InputTable, name: str, column: str) -> bool:
    """Whether the cells of a column may be what its name says."""
    if name not in properties_with(FieldType.NUMBER):
        return True
    return _mostly(is_number(value.replace(",", ".")) for value in _values(table, column))


def _accuracy(free: Sequence[str], columns: dict[str, str], made: Proposal) -> None:
    """The accuracy and the height that a receiver states beside a latitude; 0 means that they were not measured."""
    axis = next(iter(columns_in(columns.get("published_coordinates", ""))), "")
    for name, words in (("uncertainty_m", ("accuracy", "precision")), ("elevation_m", ("altitude", "elevation"))):
        column = beside(free, axis, *words) if axis else None
        parts = [part for split in made.mapping.get("split", {}).values() if axis in split for part in split]
        column = next((one for one in parts if one.endswith(f" {words[0]}")), column)
        if column is not None and columns.setdefault(name, column) == column:
            made.mapping.setdefault("empty", {})[column] = ["0", "0.0"]


def _holds_days(table: InputTable, column: str) -> bool:
    values = _values(table, column)
    return _mostly(_is_iso(value) or any(_reads(form, value) for form in _DAY_FORMS) for value in values)


def _is_link(text: str) -> bool:
    links, rest = find_links(text)
    return len(links) == 1 and not rest


def _nothing_in(table: InputTable, columns: Sequence[str]) -> dict[str, list[str]]:
    """What stands in the columns of a position where none is known: "unknown", "n/a", a dash."""
    found: dict[str, list[str]] = {}
    for column in columns:
        cells = dict.fromkeys(
            text for row in table.rows if (text := row.cells.get(column, "")) and len(text) <= _LONGEST_NOTHING
        )
        if words := [text for text in cells if plain(text) in NOTHING][:_MOST_PRINTED]:
            found[column] = words
    return found


def _holds_links(table: InputTable, column: str) -> bool:
    """Whether any cell of a column has links, and not those of photos, which are no sources; other text is kept beside."""
    return not _PHOTOS.search(column) and any(find_links(value)[0] for value in _values(table, column))


def _id(table: InputTable, columns: dict[str, str], mapping: dict[str, Any]) -> str:
    """A column in which every row that has a place has a value of its own, else the number of the row."""
    used = {*_used({"columns": columns})}
    placed = [*columns_in(columns.get("published_coordinates", "")), *map(str, mapping.get("place", {}).values())]
    placed = [one for one in placed if one]
    for column in called_one_of(table.columns, IDS):
        if column in used:
            continue
        rows = [row for row in table.rows if row.fault is None]
        values = [
            row.cells.get(column, "") for row in rows if row.cells.get(column) or any(row.cells.get(one) for one in placed)
        ]
        values = values if placed and any(values) else [row.cells.get(column, "") for row in rows]
        if all(values) and values and len(set(values)) == len(values) and _may_be_filled_in(column):
            return f"{{{column}}}"
    return "import-{row}"


def _layers(table: InputTable, made: Proposal) -> None:
    if len(table.layers) < 2:
        return
    read = list(table.layers_read) or [table.layers[0]]
    made.mapping["layer"] = read if len(read) > 1 else read[0]
    made.comments["layer"] = f"of {join_names(list(map(quote_toml, table.layers)))}; or a list of them"


def _decimal(table: InputTable, made: Proposal) -> None:
    columns, place = made.mapping.get("columns", {}), made.mapping.get("place", {})
    numbers = [columns[name] for name in columns if name in properties_with(FieldType.NUMBER)]
    numbers += [place[name] for name in ("longitude", "latitude") if name in place]
    printed = columns_in(columns.get("published_coordinates", ""))
    numbers += printed if len(printed) == 2 else []
    values = [value for column in numbers for value in _values(table, column)]
    if sum(_has_comma(value) for value in values) > sum("." in value for value in values if is_number(value)):
        made.mapping.setdefault("decimal", ",")
        made.comments["decimal"] = "the decimal separator"


def _has_comma(value: str) -> bool:
    return "," in value and is_number(value.replace(",", "."))


def _dates(table: InputTable, made: Proposal) -> None:
    """In which forms days are written; where day and month could be exchanged, that is left to a person."""
    columns = made.mapping.get("columns", {})
    days = [
        value
        for name in columns
        if name in properties_with(FieldType.DATE) and _day_column(columns[name]) in table.columns
        for value in _values(table, _day_column(columns[name]))
    ]
    days = [day for day in days if not _is_iso(day)]
    if not days or "dates" in made.mapping:
        return
    best = _fewest_forms(days)
    if len(best) == 1 and isinstance(best[0], str):
        made.mapping["dates"] = best[0]
        made.comments["dates"] = f"such as {quote_toml(next(day for day in days if _reads(best[0], day))[:60])}"
    elif best and all(len(one) == 1 for one in map(_as_list, best)):
        made.mapping["dates"] = [one for group in best for one in _as_list(group)]
        made.comments["dates"] = "several habits in one column"
    elif best:
        doubtful = next(one for one in map(_as_list, best) if len(one) > 1)
        example = next(day for day in days if _reads(doubtful[0], day))
        sure = [one for group in best for one in _as_list(group)[:1]]
        given = quote_toml(doubtful[0]) if len(sure) == 1 else f"[{', '.join(map(quote_toml, sure))}]"
        said = f"say which; {quote_toml(example[:60])}"
        made.open_lines.append(f"# dates = {given}  # or {' or '.join(map(quote_toml, doubtful[1:]))}: {said}")


def _as_list(one: str | list[str]) -> list[str]:
    return [one] if isinstance(one, str) else one


def _fewest_forms(days: Sequence[str]) -> list[str | list[str]]:
    """Forms that read most days, each with the others that read the same days no worse where nothing decides."""
    left = list(days)
    found: list[str | list[str]] = []
    least = max(1, len(days) // 20) if len(days) > 3 else 1
    while left:
        fits = {form: sum(_reads(form, day) for day in left) for form in _DAY_FORMS}
        most = max(fits.values())
        if most < least or (found and most * 10 < len(days)):
            break
        first = next(form for form in _DAY_FORMS if fits[form] == most)
        own = [day for day in left if _reads(first, day)]
        best = [form for form in _DAY_FORMS if fits[form] == most and any(_reads(form, day) for day in own)]
        chosen: str | list[str] = best[0] if len(best) == 1 else _distinct(best, left)
        found.append(chosen)
        left = [day for day in left if not any(_reads(form, day) for form in best)]
    return _without_contradiction(found, days)


def _distinct(forms: list[str], days: Sequence[str]) -> str | list[str]:
    """The forms that read some day differently; one where all read the same."""
    read = {form: tuple(read_day(day, [form]) if _reads(form, day) else None for day in days) for form in forms}
    kept = [form for index, form in enumerate(forms) if read[form] not in [read[other] for other in forms[:index]]]
    return kept[0] if len(kept) == 1 else kept


_EXCHANGED = {"%d/%m/%Y": "%m/%d/%Y", "%d-%m-%Y": "%m-%d-%Y", "%d/%m/%y": "%m/%d/%y"}


def _without_contradiction(found: list[str | list[str]], days: Sequence[str]) -> list[str | list[str]]:
    """Of day first and month first in one column a person has to choose, unless no day can be read by both."""
    forms = [one for one in found if isinstance(one, str)]
    for one, other in _EXCHANGED.items():
        if one in forms and other in forms and any(_reads(one, day) and _reads(other, day) for day in days):
            return [[one, other], *(form for form in found if form not in (one, other))]
    return found


def _is_iso(day: str) -> bool:
    return len(day) <= _LONGEST_VALUE and read_day(day, ()) is not None


def _reads(form: str, day: str) -> bool:
    text = "".join(str(decimal(one)) if one.isdecimal() else one for one in split_time(day[:_LONGEST_VALUE]).day)
    with suppress(ValueError):
        return bool(datetime.strptime(text, form))  # noqa: DTZ007  # whether it can be read at all
    return False


def _keep_times(table: InputTable, made: Proposal) -> None:
    """Times that cannot be read, and days that stand for a week, are kept as they stand too."""
    columns = made.mapping["columns"]
    for name in [one for one in columns if one in properties_with(FieldType.DATE)]:
        match = DAY_AND_TIME.fullmatch(columns[name])
        if match and not all(split_time(f"2000-01-01 {value}").time for value in _values(table, match[2])):
            columns.setdefault(custom_name(match[2], columns), match[2])
        column = _day_column(columns[name])
        is_coarse = "coarse_dates" in made.mapping
        if column in table.columns and any(
            is_coarse or split_time(value[:_LONGEST_VALUE]).is_unread for value in _values(table, column)
        ):
            columns.setdefault(custom_name(column, [one for one in columns if columns[one] != column]), column)


def _keep_others(table: InputTable, made: Proposal) -> None:
    """What fits no property is kept as it stands, under x_."""
    columns = made.mapping["columns"]
    used = _used(made.mapping) | {WHY, *made.mapping.get("skip", ())}
    if "published_coordinates" not in columns:
        used -= {*made.mapping.get("split", ())}  # a list of numbers of which a person has to say which is which
    for name in ("uncertainty", "coarse_dates"):
        used -= {made.mapping[name]["column"]} if name in made.mapping else set()
    used -= {made.mapping["kind_column"]} if "kinds" in made.mapping else set()
    used |= {columns_in(given)[0] for given in columns.values() if not BRACES.search(given)}
    filled = Counter(name for row in table.rows for name, text in row.cells.items() if text)
    others = [one for one in table.columns if one and one not in used and filled[one]]
    for column in others[:_MOST_OWN]:
        columns[custom_name(column, columns)] = column
    if left := others[_MOST_OWN:]:
        made.remarks.append(
            f"{count_text(len(left))} columns more are not taken: more than {_MOST_OWN} are too many for a record."
        )


def _own_place(table: InputTable) -> dict[str, Any]:
    """What [place] says of an export of ours."""
    if table.has_geometries:
        return {"geometry": True}
    if "wkt" in table.columns:
        return {"wkt": "wkt"}
    axes = axes_of(table.columns)
    return {"longitude": axes[0], "latitude": axes[1]} if axes else {}


def _place(table: InputTable, names: Sequence[str], made: Proposal) -> tuple[dict[str, Any], str | None]:
    """What [place] says, and what published_coordinates are filled from."""
    verbatim = called_one_of(names, f"published_coordinates,{PROPERTIES['published_coordinates']}")
    if verbatim and _mostly(map(_is_printed, _values(table, verbatim[0])[:_MOST_PRINTED])):
        return ({"geometry": True} if table.has_geometries else {}), verbatim[0]
    if table.has_geometries:
        _, printed = _of_columns(table, names, made)
        is_mixed = any(row.geometry != "null" and not _is_point(row.geometry) for row in table.rows)
        return ({"geometry": True} if is_mixed or not printed else {}), printed
    place, printed = _of_columns(table, names, made)
    return (place, printed) if place or printed else _of_cells(table, names, made)


def _of_columns(table: InputTable, names: Sequence[str], made: Proposal) -> tuple[dict[str, Any], str | None]:
    """The place by the tags of the columns, or by their headings."""
    tagged = {tag.partition("+")[0] + "+" + tag.rpartition("+")[2]: name for name, tag in table.tags.items()}
    if "#geo+lat" in tagged and "#geo+lon" in tagged:
        return {}, f"{{{tagged['#geo+lat']}}}, {{{tagged['#geo+lon']}}}"
    parts = [parts_of_axis(names, stems) for stems in (LATITUDE, LONGITUDE)]
    if all(parts) and _may_be_filled_in("".join(map(str, parts))):
        return {}, " ".join(_axis(one) for one in parts)
    return _of_axes(table, names, made)


def _of_cells(table: InputTable, names: Sequence[str], made: Proposal) -> tuple[dict[str, Any], str | None]:
    """The place by what stands in the cells: well-known text, a point of a form, printed coordinates."""
    for column in names:
        if _mostly(_is_wkt(value) for value in _values(table, column)[:_MOST_PRINTED]):
            return {"wkt": column}, None
    for column in [*called_one_of(names, PRINTED), *names]:
        values = _values(table, column)[:_MOST_PRINTED]
        if column in table.pairs and _may_be_filled_in(column) and _is_axes_pair(values):
            return {}, _of_pair(column, _values(table, column), made)
        if _mostly(_FOUR_NUMBERS.fullmatch(value) is not None for value in values) and _may_be_filled_in(column):
            split = [f"{column} {word}" for word in ("latitude", "longitude", "altitude", "accuracy")]
            made.mapping["split"] = {column: split}
            return {}, f"{{{split[0]}}} {{{split[1]}}}"
        if _mostly(map(_is_printed, values)):
            return {}, column
    return {}, None


def _is_axes_pair(values: Sequence[str]) -> bool:
    """Whether lists of two or three numbers may be positions."""
    pairs = [value.split(", ") for value in values]
    return _mostly(len(one) in (2, 3) and all(map(is_number, one)) and _are_degrees((one[0], one[1])) for one in pairs)


def _of_pair(column: str, values: Sequence[str], made: Proposal) -> str | None:
    """What published_coordinates are of lists of numbers: the column where the latitude is first; None if nothing shows it."""
    pairs = [value.split(", ") for value in values]
    is_longitude = [
        any(is_number(part) and abs(float(part)) > 90 for one in pairs for part in one[at : at + 1]) for at in (0, 1)
    ]
    called = plain(column)[:3]
    if is_longitude == [False, True] or (called == "lat" and not any(is_longitude)):
        return column
    first, second = f"{column} 1", f"{column} 2"
    made.mapping["split"] = {column: [first, second]}
    if is_longitude == [True, False] or (called in ("lon", "lng") and not any(is_longitude)):
        return f"{{{second}}}, {{{first}}}"
    made.open_lines.append(
        f"# In {quote_toml(column)} nothing shows which number is the latitude; say it under [columns]: published_coordinates = "
        f'"{{{second}}}, {{{first}}}" if the longitude is first, as in GeoJSON, or "{{{first}}}, {{{second}}}"'
    )
    return None


def _is_point(geometry: Any) -> bool:
    return isinstance(geometry, dict) and geometry.get('"type"') == '"Point"'


def _of_axes(table: InputTable, names: Sequence[str], made: Proposal) -> tuple[dict[str, Any], str | None]:
    axes = axes_of(names)
    if axes is None:
        return {}, None
    lon, lat = axes
    pairs = [(row.cells[lat], row.cells[lon]) for row in table.rows if row.cells.get(lat) and row.cells.get(lon)]
    pairs = pairs[:_MOST_PRINTED]
    if _mostly(_are_numbers(pair) and not _are_degrees(pair) for pair in pairs):
        made.open_lines.append(f"# {quote_toml(lat)} and {quote_toml(lon)} are not in degrees; convert metres to WGS 84 first")
        return {}, None
    if not _may_be_filled_in(lat + lon):
        return {"longitude": lon, "latitude": lat}, None
    has_comma = any("," in one for pair in pairs for one in pair) or not _mostly(map(_are_numbers, pairs))
    return {}, f"{{{lat}}}{' ' if has_comma else ', '}{{{lon}}}"


def _is_wkt(value: str) -> bool:
    with suppress(ValueError):
        return bool(read_wkt(value))
    return False


def _axis(parts: list[str | None]) -> str:
    """Degrees, minutes, seconds and hemisphere as print has them."""
    return "".join(f"{{{part}}}{mark}" for part, mark in zip(parts, ("°", "'", '"', ""), strict=True) if part)


def _are_numbers(pair: tuple[str, str]) -> bool:
    return all(is_number(one.replace(",", ".")) for one in pair)


def _are_degrees(pair: tuple[str, str]) -> bool:
    return all(abs(float(one.replace(",", "."))) <= 180 for one in pair)


def _is_printed(text: str) -> bool:
    with suppress(CoordinatesError):
        return len(text) <= _LONGEST_VALUE and bool(parse_coordinates(text))
    return False


def _mostly(answers: Iterable[bool]) -> bool:
    """Whether more than half of some answers are yes."""
    found = list(answers)
    return sum(found) * 2 > len(found)


def _values(table: InputTable, column: str) -> list[str]:
    """The first values of a column, as many as are looked at."""
    return list(islice((row.cells[column] for row in table.rows if row.cells.get(column)), _MOST_VALUES))


def _may_be_filled_in(column: str) -> bool:
    return "{" not in column and "}" not in column and "|" not in column


# --- as text --------------------------------------------------------------------------------------------------------------

_PLAIN_KEYS = (
    "kind",
    "kind_column",
    "id",
    "layer",
    "header",
    "delimiter",
    "encoding",
    "decimal",
    "decimals",
    "dates",
    "no_time",
    "links",
    "skip",
    "only_with",
)
_SECTIONS = ("kinds", "split", "empty", "uncertainty", "coarse_dates", "corners")


def _lines(source: str, table: InputTable, made: Proposal) -> Iterator[str]:
    yield f"# What the columns of {printable(source)} mean. Check it, then:"
    yield f"#   geo import {printable(source)} --mapping THIS.toml -o NEW.geojson"
    yield from (f"# {printable(one)}" for one in (*made.remarks, *table.notices))
    yield "# Columns, each with its first value:"
    for column in table.columns:
        yield f"#   {quote_toml(column)}  {quote_toml(next(iter(_values(table, column)), '')[:60])}"
    mapping = made.mapping
    for key in _PLAIN_KEYS:
        if mapping.get(key) not in (None, []):
            comment = f"  # {made.comments[key]}" if key in made.comments else ""
            yield f"{key} = {_toml(mapping[key])}{comment}"
    yield from made.open_lines
    for name, one in mapping.get("words", {}).items():
        yield from ("", f"[words.{_key(name)}]", *(f"{_key(cell)} = {_toml(meaning)}" for cell, meaning in one.items()))
    for section in _SECTIONS:
        if mapping.get(section):
            yield from ("", f"[{section}]", *(f"{_key(name)} = {_toml(value)}" for name, value in mapping[section].items()))
    yield from ("", "[place]")
    if mapping.get("place"):
        yield from (f"{name} = {_toml(value)}" for name, value in mapping["place"].items())
    else:
        yield "# longitude and latitude: the columns in decimal degrees; or published_coordinates below"
    yield from ("", "[columns]", *_column_lines(mapping))
    yield from ("", "[constants]", *(f"{_key(name)} = {_toml(value)}" for name, value in mapping.get("constants", {}).items()))
    if "sources" not in mapping["columns"]:
        yield '# sources = ["an-id"]'
    yield from ("", "# [[sources]]", '# id = "an-id"', '# title = "What the document is called"')


def _column_lines(mapping: dict[str, Any]) -> Iterator[str]:
    columns = mapping["columns"]
    kinds = [mapping["kind"], *mapping.get("kinds", {}).values()] if "kind" in mapping else []
    wanted = {name for kind in kinds for name in KINDS[kind].properties} - {"sources"}
    names = {*wanted, *(name for name in columns if not is_custom(name))} - {*mapping.get("words", ())}
    for name in sorted(names, key=lambda one: IN_ORDER.index(one) if one in IN_ORDER else len(IN_ORDER)):
        yield f"{_key(name)} = {quote_toml(columns[name])}" if name in columns else f'# {_key(name)} = ""'
    yield from (f"{_key(name)} = {quote_toml(given)}" for name, given in columns.items() if is_custom(name))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quote_toml(name)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return quote_toml(value) if isinstance(value, str) else str(value)
