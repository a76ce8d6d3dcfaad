"""Whoever skips a step of read, assess, write gets what was meant or a sentence, and no value fills a screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import geo
from tests.conftest import ROOT

FILE = ROOT / "sites.geojson"
POINTS = gpd.GeoDataFrame(geometry=[shapely.Point(46.74275, 39.7606), shapely.Point(1, 2)], crs=4326)
TAKERS: dict[str, Callable[[Any, Path], object]] = {
    "assess": lambda given, _: geo.assess(given).findings,
    "write_map": lambda given, folder: geo.write_map(given, folder / "map.html").read_bytes(),
    "draw_map": lambda given, _: geo.draw_map(given).get_root().render(),
    "write_report": lambda given, folder: geo.write_report(given, folder / "report.md").read_bytes(),
    "format_report": lambda given, _: geo.format_report(given),
    "write_export": lambda given, folder: geo.write_export(given, folder / "sites.kml").read_bytes(),
    "explain_claim": lambda given, _: geo.explain_claim("claim-separation", given).margin,
    "explain_site": lambda given, _: geo.explain_site("fragment-site-1", given).conflicts,
    "find_conflicts": lambda given, _: geo.find_conflicts(given),
    "group_duplicates": lambda given, _: geo.group_duplicates(given).same_place,
    "locate": lambda given, _: geo.locate("fragment-site-1", given).claims,
    "count_exposure": lambda given, _: geo.count_exposure(given, POINTS).frame().to_dict("list"),
}


@pytest.mark.parametrize("taker", TAKERS)
def test_a_path_and_records_stand_for_what_was_judged(taker: str, tmp_path: Path, assessment: geo.Assessment) -> None:
    """Each function that takes an assessment or records takes the path of their file too, with the same result."""
    take = TAKERS[taker]
    expected = take(assessment, tmp_path)
    for given in (str(FILE), FILE, geo.read_sites(FILE)):
        assert take(given, tmp_path) == expected


@pytest.mark.parametrize("taker", TAKERS)
def test_another_thing_is_refused_with_a_sentence(taker: str, tmp_path: Path) -> None:
    """A number is refused by each of them with what is wanted, and nothing is written."""
    with pytest.raises(TypeError, match=r"wanted records as read_sites gives them, or the path of a file; .*, not int"):
        TAKERS[taker](3, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_record_stands_for_its_id(sites: geo.Sites) -> None:
    """Functions that take the id of a record take the record too."""
    assert geo.explain_claim(sites["claim-separation"], sites).claim == "claim-separation"
    assert geo.explain_site(sites["fragment-site-1"], sites).site == "fragment-site-1"
    assert geo.locate(sites["fragment-site-1"], sites).site == "fragment-site-1"


def test_a_map_has_a_name_of_its_own(sites: geo.Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path, the map is map.html in the working folder, as on the command line."""
    monkeypatch.chdir(tmp_path)
    assert geo.write_map(sites) == (tmp_path / "map.html").resolve()


def test_no_value_fills_a_screen(assessment: geo.Assessment) -> None:
    """The representation of each public value and of each record is one line of at most 300 characters."""
    sites = assessment.sites
    groups = geo.group_duplicates(sites, within_m=2000)
    values = [
        sites, assessment, assessment.turning, assessment.conflicts, groups, *groups.groups, *assessment.findings, *assessment.zones,
        *sites, *assessment.loci, geo.explain_claim("claim-separation", sites), geo.explain_site("fragment-site-1", sites),
        geo.find_slips(sites["claim-separation"], sites), geo.count_exposure(sites, POINTS),  # type: ignore[arg-type]
    ]  # fmt: skip
    too_long = {type(one).__name__ for one in values if len(repr(one)) > 300 or "\n" in repr(one)}
    assert too_long == set()
    assert (
        repr(sites["fragment-site-1"]) == str(sites["fragment-site-1"]) == "<FragmentSite 'fragment-site-1' 'Fragment site 1'>"
    )
    assert repr(assessment).startswith(f"<Assessment of {str(FILE)!r}: 50 records, 24 findings, ")


def test_each_entry_point_names_what_one_can_do_next() -> None:
    """The docstring of each of the functions that one begins with, and of what they return, names a next step."""
    names = (
        "read_sites sites_from assess write_map locate find_conflicts count_exposure explain_claim explain_site "
        "Sites Assessment Finding Groups Zone Position measure draw_map group_duplicates write_report write_export"
    )
    silent = {name for name in names.split() if "Next: " not in (getattr(geo, name).__doc__ or "")}
    assert silent == set()
