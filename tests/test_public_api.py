import subprocess
import sys

import pytest

import geo


def test_the_public_names() -> None:
    """The package exports exactly these names."""
    assert geo.__all__ == [
        "Assessment", "ClaimReasons", "Conflicts", "CoordinatesError", "Direction", "DirectionError", "Distance",
        "DistanceError", "Exposure", "Finding", "Groups", "LimitReached", "Limits", "Locus", "Margin", "Measurement",
        "Position", "Positions", "Problem", "SiteReasons", "Sites", "SitesError", "Slips", "Verdict", "Zone",
        "assess", "count_exposure", "draw_map", "explain_claim", "explain_site", "find_conflicts",
        "find_pairs_within", "find_slips", "format_report", "group_duplicates", "intersect_zones",
        "iter_pairs_within", "judge_claim", "locate", "measure", "measure_boxes", "measure_margin",
        "parse_coordinates", "parse_direction", "parse_distance", "read_sites", "sites_from", "unite_zones", "write_export",
        "write_map", "write_report",
    ]  # fmt: skip
    for name in geo.__all__:
        assert getattr(geo, name)
    assert set(dir(geo)) == set(geo.__all__)


def test_no_two_names_differ_by_a_capital_alone() -> None:
    """No function of the package's face is called as one of its classes, capitals aside."""
    assert len({name.casefold() for name in geo.__all__}) == len(geo.__all__)


def test_other_names_are_refused() -> None:
    """A typo is an AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="module 'geo' has no attribute 'read_site'"):
        _ = geo.read_site


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import geo", "pyproj click pydantic numpy shapely folium matplotlib typst"),
        ("import geo; geo.measure('1°N 1°E', '2°N 2°E')", "click pydantic numpy shapely folium rich matplotlib typst"),
        (
            "import geo; geo.parse_distance('about 6 km')",
            "pyproj click pydantic numpy shapely folium matplotlib babel num2words",
        ),
        ("import geo; geo.measure_boxes('1°N 1°E', '2°N 2°E')", "click pydantic numpy shapely folium rich"),
        ("import geo; geo.format_report(geo.assess(geo.read_sites('sites.geojson')))", "folium jinja2 matplotlib typst"),
        ("import geo; geo.assess(geo.read_sites('sites.geojson'))", "click shapely folium rich matplotlib typst"),
    ],
)
def test_nothing_is_loaded_before_it_is_needed(statement: str, unwanted: str) -> None:
    """`geo distance` does not pay for folium."""
    code = f"import sys; {statement}; print([m for m in {unwanted.split()} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
