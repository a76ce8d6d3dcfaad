"""What is exported comes back by an import, property by property and digit by digit, or the export says that it cannot."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
from geo.record.edit.edit import Original
from geo.record.facts import facts_of
from geo.record.import_table.guess_table import read_unknown_table
from geo.record.import_table.mapping import parse_mapping
from geo.record.import_table.propose_mapping import propose_mapping
from geo.record.import_table.run import import_rows
from geo.record.import_table.table import read_table
from geo.record.json_file.parse import parse
from geo.record.kinds import KINDS, Claim, Located, Photo, Record, ReportedZone, Source
from geo.record.reading import read_data
from geo.show.exports.writing import FORMS, ONE_LAYER, find_left_out, write_export
from tests.conftest import DATA, ROOT

EVERY_PROPERTY = DATA / "good" / "every-property.geojson"
FILES = [
    ROOT / "sites.geojson",
    DATA / "fifty-sites.geojson",
    EVERY_PROPERTY,
    DATA / "good" / "across-the-180th-meridian.geojson",
]
WITHOUT: dict[str, tuple[type[Record], ...]] = {"dwc": (ReportedZone, Photo, Claim, Source), "claimreview": (Located, Source)}
"""The records for which a format has no place, which an export says; every other format gives all of them back."""
NOT_READ_BACK = ("claimreview",)
CUTS_TEXTS = ("shp",)
_EMPTY = '{"type": "FeatureCollection", "features": []}'


def come_back(sites: geo.Sites, form: str, folder: Path) -> geo.Sites:
    """The records of an export, imported as its columns suggest: one layer after the other, where a file holds one."""
    assessment, data = geo.assess(sites), None
    for layer in ("sources", "records", "areas", "claims") if form in ONE_LAYER else ("records",):
        table = write_export(assessment, folder / f"{layer}{FORMS[form][0]}", layer=layer)
        mapping = parse_mapping("m", propose_mapping("s", *read_unknown_table(table)).encode())
        rows = read_table(table, layers=mapping.layers)
        assert list(mapping.missing(rows)) == []
        made = import_rows("s", rows, mapping, Original("n", data, parse(_EMPTY if data is None else data.decode())))
        assert [str(one) for one in made.problems if one.severity == "error"] == []
        data = made.edit.data if made.edit else data
    reading = read_data("back", data or _EMPTY.encode())
    assert not reading.errors
    return reading.sites


def differences(before: Record, after: Record) -> Iterator[str]:
    """The properties, and what follows from them, that are not what they were."""
    for name in type(before).attributes:
        was, now = getattr(before, name), getattr(after, name)
        if name == "custom":  # in whatever order
            was, now = dict(was), {key: value for key, value in now if key != "x_sources"}
        if name == "typed" and was is None:
            continue  # of a place without a geometry the export shows the point
        if was != now:
            yield name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", [one for one in FORMS if one not in NOT_READ_BACK])
def test_what_is_exported_comes_back(tmp_path: Path, form: str, path: Path) -> None:
    """Of each format an import gives the records back, except those that the export says it leaves out."""
    sites = geo.read_sites(path)
    back = come_back(sites, form, tmp_path)
    left_out = [one for one in sites if isinstance(one, WITHOUT.get(form, ()))]
    assert {one.id for one in back} == {one.id for one in sites} - {one.id for one in left_out}
    said = " ".join(find_left_out(geo.assess(sites), form))
    for count in Counter(_sort(one) for one in left_out).values():
        assert f"{count} " in said
    lost = {one.id: set(differences(sites[one.id], one)) for one in back}
    if any(isinstance(one, Source) for one in left_out):  # the ids of sources that are not there are kept under x_
        lost = {name: found - {"sources"} for name, found in lost.items()}
    if form in CUTS_TEXTS:
        cut = {name: {one for one in found if str(getattr(back[name], one)).endswith("…")} for name, found in lost.items()}
        assert ("cut" in said) >= any(cut.values())
        lost = {name: found - cut[name] for name, found in lost.items()}
    assert {name: found for name, found in lost.items() if found} == {}


def test_every_property_of_every_kind_is_exported() -> None:
    """The file of these tests says something of each property that each kind has, so a new one cannot be forgotten."""
    sites = geo.read_sites(EVERY_PROPERTY)
    assert not sites.warnings
    for kind in KINDS.values():
        said = {fact.name for one in sites if type(one) is kind for fact in facts_of(kind) if fact.is_said(one)}
        assert set(kind.properties) - said == set(), kind


def test_a_difference_would_be_noticed() -> None:
    """A lost nought of a position, a name and a property of one's own are each a difference."""
    site = '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [46.70, 39.70]}, "properties": {"kind": "place", "name": "A", "x_a": "1"}}]}'
    changed = site.replace("46.70", "46.7").replace('"A"', '"B"').replace('"1"', "1")
    before, after = (read_data("s", text.encode()).sites["a"] for text in (site, changed))
    assert {"typed", "name", "custom"} <= set(differences(before, after))
    assert set(differences(before, before)) == set()


def _sort(record: Record) -> type[Record]:
    return next(base for base in (ReportedZone, Photo, Located, Claim, Source) if isinstance(record, base))
