"""The page's modules that need no browser, against what Python's own side and other libraries say."""

import json
import re
import zlib
from base64 import b64encode
from itertools import pairwise
from pathlib import Path
from typing import Any

import mgrs
import numpy as np
import pytest

import geo
from geo.earth import quantities
from geo.earth.geodesy import destination, inverse
from geo.earth.notation.format import utm_text
from geo.record.dates import parse_dates
from geo.record.kinds import Claim, Record, Source
from geo.record.reading import read, read_data
from geo.show.map import bundle as joined
from geo.show.map import payload
from geo.show.map.bundle import bundle, wrap
from geo.show.map.languages import LANGUAGES
from geo.show.map.payload import build_payload
from tests.conftest import DATA, ROOT
from tests.javascript import run

WEB = ROOT / "geo" / "show" / "map" / "web"
PLACES = [(lat, lon) for lat in (-77.1, -0.004, 0.0, 39.76058, 72.5, 84.5) for lon in (-179.99, -77.1, 0.0, 46.74275, 180.0)]


# --- joining ------------------------------------------------------------------------------------------------------------


def test_modules_share_no_names() -> None:
    """Two modules may declare the same name, and a name may be changed where it is imported."""
    first = wrap(
        "first", 'const own = "first";\nexport const say = () => own;\nexport async function wait() {}\nexport class Thing {}\n'
    )
    second = wrap(
        "second", 'import { say as said } from "./first.js";\nconst own = "second";\nexport const say = () => own + said();\n'
    )
    assert "modules.first = (() => {" in first
    assert "return { say, wait, Thing };" in first
    assert "const { say: said } = modules.first;" in second


@pytest.mark.parametrize(
    "source",
    [
        'import words from "./words.js";\n',
        'import * as words from "./words.js";\n',
        'import { x } from "https://example.org/x.js";\n',
        "export default 1;\n",
        "export { x };\n",
        "export let x = 1;\n",
        'const x = await import("./words.js");\n',
    ],
)
def test_what_cannot_be_joined_is_refused(source: str) -> None:
    """An import or export in another form would leave a script that does not run."""
    with pytest.raises(ValueError, match=r"m\.js cannot be joined with the others"):
        wrap("m", source)


def test_a_circle_of_imports_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names all modules of the circle."""
    for name, other in ("a", "b"), ("b", "c"), ("c", "a"):
        (tmp_path / f"{name}.js").write_text(f'import {{ x }} from "./{other}.js";\n')
    monkeypatch.setattr(joined, "_WEB", tmp_path)
    with pytest.raises(ValueError, match="modules import one another in a circle: a > b > c > a"):
        bundle("a")


def test_every_module_is_used() -> None:
    """Each module is part of the page, of the page of `geo watch`, or of one with layers of one's own; no comment with types is."""
    scripts = bundle("webmap") + bundle("live") + bundle("own_layers")
    modules = set(re.findall(r"^modules\.(\w+) = ", scripts, re.MULTILINE))
    assert {path.stem for path in WEB.glob("*.js")} == modules | {"run"}  # which runs the page's scripts
    assert "@param" not in scripts


def test_scripts_declare_one_name_each() -> None:
    """The page's scripts run side by side, so nothing but the name of its entry module is global in any of them."""
    for entry in "webmap", "live", "own_layers":
        declared = re.findall(r"^(?:var|let|const|function|class) (\w+)", bundle(entry).split("=", 1)[0], re.MULTILINE)
        assert declared == [entry]
        assert bundle(entry).endswith(f"return modules.{entry};\n}})();\n")


# --- the Earth ----------------------------------------------------------------------------------------------------------


def test_geodesics() -> None:
    """The page measures what `geo distance` measures, to a micrometre per kilometre."""
    rng = np.random.default_rng(3)
    pairs = []
    for _ in range(500):
        lon, lat = rng.uniform(-180, 180), rng.uniform(-89, 89)
        far = float(10 ** rng.uniform(0, 6.5))
        pairs.append([[lat, lon], list(reversed(destination(lon, lat, rng.uniform(0, 360), far)))])
    found = run("geodesic", "pairs => pairs.map(([a, b]) => geodesic.inverse(a, b))", pairs)
    for ((lat1, lon1), (lat2, lon2)), one in zip(pairs, found, strict=True):
        distance, azimuth, _ = inverse(lon1, lat1, lon2, lat2)
        assert one["distance_m"] == pytest.approx(distance, abs=1e-6 + distance * 1e-9)
        assert abs((one["azimuth_deg"] - azimuth + 180) % 360 - 180) * distance < 0.01


def test_geodesics_at_their_limits() -> None:
    """Points on one spot are 0 m apart; where the series does not converge, for nearly antipodal points, there is no answer."""
    pairs = [[[39.76, 46.74], [39.76, 46.74]], [[0, 0], [0.1, 179.9]], [[10, 179.9], [10, -179.9]], [[90, 0], [-90, 0]]]
    same, antipodal, across, poles = run("geodesic", "pairs => pairs.map(([a, b]) => geodesic.inverse(a, b))", pairs)
    assert same == {"distance_m": 0, "azimuth_deg": 0}
    assert antipodal is None
    assert across["distance_m"] == pytest.approx(inverse(179.9, 10, -179.9, 10)[0], abs=1e-6)
    assert poles["distance_m"] == pytest.approx(inverse(0, 90, 0, -90)[0], abs=1e-5)


def test_circles_and_lines() -> None:
    """Corners lie on the circle to 10 µm, over the pole too, and the chord between two leaves it by 5.3 m at most."""
    for lon, lat, radius in ((46.74275, 39.76058, 200), (179.9999, -16.5, 280_000), (10, 89.9, 50_000)):
        corners = run("geodesic", "([at, r]) => geodesic.circle(at, r)", [[lat, lon], radius])
        away = [inverse(lon, lat, (x + 180) % 360 - 180, y)[0] for y, x in corners if abs(y) < 90]
        on_ring = [one for one in away if abs(one - radius) < 1e-5]
        assert len(on_ring) >= 120
        assert len(away) - len(on_ring) <= 2  # those that close it over a pole
    corners = run("geodesic", "() => geodesic.circle([39.7583, 46.7483], 280000)")
    middles = [((y1 + y2) / 2, (x1 + x2) / 2) for (y1, x1), (y2, x2) in pairwise(corners)]
    assert max(abs(inverse(46.7483, 39.7583, x, y)[0] - 280_000) for y, x in middles) < 5.3
    points = run("geodesic", "() => geodesic.line([39.7, 46.7], [51.5, 0.1], 8)")
    steps = [inverse(x1, y1, x2, y2)[0] for (y1, x1), (y2, x2) in pairwise(points)]
    assert steps == pytest.approx([inverse(46.7, 39.7, 0.1, 51.5)[0] / 8] * 8, abs=1e-5)


def test_grids() -> None:
    """MGRS and UTM as the package mgrs has them, all over the world, exceptions of Norway and Svalbard included."""
    rng = np.random.default_rng(5)
    lats = np.concatenate((rng.uniform(-79.9, 83.9, 400), rng.uniform(55, 83.9, 200)))
    lons = np.concatenate((rng.uniform(-180, 180, 400), rng.uniform(-3, 45, 200)))
    found = run("grid", "places => places.map(([lat, lon]) => grid.mgrsText(lat, lon))", np.column_stack((lats, lons)).tolist())
    converter = mgrs.MGRS()
    for lat, lon, text in zip(lats, lons, found, strict=True):
        theirs = converter.toMGRS(lat, lon)
        square, east, north = theirs[:-10], int(theirs[-10:-5]), int(theirs[-5:])
        zone, letters, ours_east, ours_north = text.split()
        assert zone + letters == square
        assert abs(int(ours_east) - east) <= 1
        assert abs(int(ours_north) - north) <= 1
        assert geo.parse_coordinates(text).position.lat_deg == pytest.approx(lat, abs=2e-5)
    assert run("grid", "() => grid.mgrsText(85, 0)") is None
    texts = run("grid", "places => places.map(([lat, lon]) => grid.utmText(lat, lon))", np.column_stack((lats, lons)).tolist())
    for lat, lon, text in zip(lats, lons, texts, strict=True):
        zone, east, north = text.split()
        ours = utm_text(lat, lon).split()
        assert zone == ours[0]
        assert abs(int(east) - int(ours[1])) <= 1
        assert abs(int(north) - int(ours[2])) <= 1
        found = geo.parse_coordinates(text)
        assert found.form == "UTM"
        assert found.position.lat_deg == pytest.approx(lat, abs=2e-5)
        letter = zone.lstrip("0123456789")  # read as a band's letter, as many programs read it, it names the same hemisphere
        assert (letter >= "N") == (lat >= 0)


# --- words --------------------------------------------------------------------------------------------------------------


def test_metres_are_said_as_in_python() -> None:
    """Below 10 km the page and the command line print a length with the same digits; from there on the page says kilometres."""
    values = [0, 0.0004, 0.05, 0.099, 0.1, 0.26, 1, 12.34, 495.6, 1275.6, 9999.9]
    for value, text in zip(values, run("words", "values => values.map(words.metres)", values), strict=True):
        number = re.fullmatch(r"([\d,.]+) m", text)
        assert number
        theirs = quantities.metres(value).removesuffix(" m").replace(",", "")
        assert float(number[1].replace(",", "")) == float(theirs)
    assert run("words", "values => values.map(words.metres)", [10_000, 1_234_567]) == ["10 km", "1,234.6 km"]


def test_counts_are_said_as_in_python() -> None:
    """A noun is in the singular for one alone."""
    counts = [0, 1, 2, 2000, 1_000_000]
    found = run("messages", "counts => counts.map(count => messages.plural(count, '{count} place', '{count} places'))", counts)
    assert found == [quantities.plural(count, "place") for count in counts]


def test_positions_in_every_form_are_read_back() -> None:
    """Each form in which the page shows a position is one that `geo` reads, and means the same place to a metre and a half."""
    found = run("words", "places => places.map(at => words.coordinateForms(at))", PLACES)
    for (lat, lon), forms in zip(PLACES, found, strict=True):
        assert [name for name, _ in forms] == ["Decimal degrees", "Degrees", *(["UTM", "MGRS"] if lat <= 84 else [])]
        for name, text in forms:
            position = geo.parse_coordinates(text).position
            away, _, _ = inverse(lon, lat, position.lon_deg, position.lat_deg)
            assert away < 1.5, (name, text)


def test_claimed_properties_have_units_and_words() -> None:
    """The figures of a claim about a property, as a reader says them."""
    cases = {
        ("mass_kg", "480"): ["mass", "480 kg"],
        ("slope_deg", "30"): ["slope", "30°"],
        ("radius_m", "about 200"): ["radius", "about 200"],
        ("mass_kg", "1,000"): ["mass", "1,000 kg"],
        ("colour", "2"): ["colour", "2"],
        ("_m", "1"): [" m", "1"],
    }
    ask = "cases => cases.map(([name, value]) => [words.attribute(name).words, words.attributeText(name, value)])"
    assert run("words", ask, list(cases)) == list(cases.values())


def test_a_measured_distance_never_reads_as_what_it_contradicts() -> None:
    """A measured distance has as many digits as it takes to differ from the claimed figure and from its limits."""
    ask = """([distance_m, low_m, high_m, claimed_m, unit]) => words.findingScale({
      measured: { distance_m, low_m: distance_m, high_m: distance_m }, verdict: "contradicted", unit,
      claimed: { low_m, high_m, distance_m: claimed_m } }).length(distance_m)"""
    assert run("words", ask, [14_033, 13_000, 14_018, 14_000, "km"]) == "14.03 km"
    assert run("words", ask, [14_018.4, 13_000, 14_018, None, "km"]) == "14.0184 km"
    assert run("words", ask, [14_033, 14_017, 14_019, 14_018, "m"]) == "14,033.0 m"
    assert run("words", ask, [9_000, 9_500, None, None, "m"]) == "9,000.0 m"


# --- what is shown ------------------------------------------------------------------------------------------------------


def test_days() -> None:
    """A date, a month, a year and an interval each have a first and a last day."""
    texts = ["2020-11-07", "2021-02", "2021", "2021-03-31/2021-04-01", "2020-02", "nonsense", None]
    ask = "texts => texts.map(text => [filter.firstDay(text), text && filter.lastDay(text)].map(day => typeof day === 'number' ? filter.isoDay(day) : null))"
    assert run("filter", ask, texts) == [
        ["2020-11-07", "2020-11-07"],
        ["2021-02-01", "2021-02-28"],
        ["2021-01-01", "2021-12-31"],
        ["2021-03-31", "2021-04-01"],
        ["2020-02-01", "2020-02-29"],
        [None, None],
        [None, None],
    ]


DATES_WITH_TIMES = [
    "2021-03",
    "2021-03-15",
    "2021-03-15/2021-03-16T10:00",
    "2021-03-15T13:20",
    "2021-03-15T09:00:30.5",
    "2021-03-15T11:00Z",
    "2021-03-15T14:00+04:00",
    "2021-03-14T23:00-12:00",
    "2021-03-16T01:00+04:00/2021-03-15T22:00Z",
    "2021-03-15T13:20/2021-03-15T14:00Z",
]


def test_the_page_reads_times_as_the_record_does() -> None:
    """Days, order and words of dates with times are the same in the page as in Python."""
    dates = list(map(parse_dates, DATES_WITH_TIMES))
    ask = """texts => texts.map(text => [filter.isoDay(filter.firstDay(text)), filter.isoDay(filter.lastDay(text)),
      filter.timeOrder(text)[0], filter.timeOrder(text)[1] / 1000, filter.dateText(text).replace(/[\\u2068\\u2069]/g, "")])"""
    expected = [[one.first.isoformat(), one.last.isoformat(), *one.order[2:], one.words] for one in dates]
    assert run("filter", ask, DATES_WITH_TIMES) == expected


def test_the_timeline_sorts_by_time_where_days_tie() -> None:
    """The page lists entries of one day in the order in which `geo sources` does."""
    tables = {"strike_report": {"id": DATES_WITH_TIMES, "struck_on": DATES_WITH_TIMES}}
    ask = "tables => timeline.timelineEntries(new data.Records(tables), [], []).map(entry => entry.id)"
    expected = sorted(DATES_WITH_TIMES, key=lambda text: parse_dates(text).order)
    assert run("data timeline", ask, tables) == expected


RECORDS = {
    "fragment_site": {"id": ["a", "b", "c"], "name": ["Şuşa", None, "Shusha"], "found_on": ["2021-03-15", "2021-04-02", None]},
    "strike_report": {"id": ["d"], "struck_on": ["2020-11-07"]},
    "place": {"id": []},
}
FILTER = """([tables, change]) => {
  const records = new data.Records(tables);
  const one = new filter.Filter(records, [], []);
  const owner = new state.State({ until: one.last, ...change, hiddenLayers: new Set(change.hiddenLayers) });
  one.apply(owner.get());
  const ids = (which) => [...which.keys()].filter((number) => which[number]).map((number) => records.id(number)).join("");
  return [ids(one.matching), ids(one.shown), filter.isoDay(one.first), filter.isoDay(one.last), one.undated];
}"""


@pytest.mark.parametrize(
    ("change", "matching", "shown"),
    [
        ({}, "abcd", "abcd"),
        ({"text": "susa"}, "a", "a"),
        ({"text": " SH "}, "c", "c"),
        ({"until": 18701}, "acd", "acd"),  # 2021-03-15
        ({"until": 18573}, "cd", "cd"),  # 2020-11-07
        ({"hiddenLayers": ["strike_report"]}, "abcd", "abc"),
        ({"hiddenLayers": ["fragment_site"], "text": "d"}, "d", "d"),
    ],
)
def test_the_filter_follows_the_state(change: dict[str, Any], matching: str, shown: str) -> None:
    """Words and days choose what matches, whatever its kind; a kind that is switched off matches, and is not shown."""
    found = run("data filter state", FILTER, [RECORDS, change])
    assert found == [matching, shown, "2020-11-07", "2021-04-02", 1]


def test_everything_asks_one_filter() -> None:
    """Findings pass by verdict, day and any of their text, sources and records included; undated ones pass any day.

    The sources of what passes a search stay beside it."""
    findings: list[dict[str, Any]] = [
        {"claim": "c1", "label": "Far apart", "verdict": "contradicted", "claimed_on": "2021-04-01", "from": "a", "to": "b"},
        {"claim": "c2", "label": "Near", "verdict": "agrees", "claimed_on": None, "from": None, "to": None, "about": ["d"]},
    ]
    given = [
        {"about": None, **one, "claim_sources": ["s1"], "position_sources": [], "quote": "Grad rocket"} for one in findings
    ]
    given[1]["claim_sources"] = []
    sources = [{"id": "s1", "title": "Evening Wire", "published_on": "2021-03-01"}]
    ask = """([tables, findings, sources]) => {
      const filtered = (change) => {
        const one = new filter.Filter(new data.Records(tables), findings, sources);
        one.apply(new state.State({ until: one.last, ...change }).get());
        const counts = [...one.counts.values()];
        return [one.passing.map((finding) => finding.claim).join(""), counts, one.hasAll(["c1", "c2"]), one.sources.length, one.isNarrowed];
      };
      const early = filter.firstDay("2021-01-01");
      return [{}, { hiddenVerdicts: new Set(["agrees"]) }, { until: early }, { text: "FAR c1" }, { text: "far near" }, { text: "grad" },
        { text: "evening" }, { text: "susa" }].map(filtered);
    }"""
    assert run("data filter state", ask, [RECORDS, given, sources]) == [
        ["c1c2", [1, 1], True, 1, False],
        ["c1", [1, 1], False, 1, True],
        ["c2", [1], False, 0, True],
        ["c1", [1], False, 1, True],
        ["", [], False, 0, True],
        ["c1c2", [1, 1], True, 1, True],
        ["c1", [1], False, 1, True],
        ["c1", [1], False, 1, True],
    ]


def test_search_reads_all_text_of_a_record() -> None:
    """Quotes, munitions and the titles of its sources; numbers of positions are no text."""
    tables = {
        "fragment_site": {
            "id": ["a", "b"],
            "quote": ["landed in a garden", None],
            "sources": [None, ["s1"]],
            "lat_deg": [39.5, 39.6],
            "lon_deg": [46.5, 46.6],
        }
    }
    ask = """([tables, texts]) => texts.map((text) => {
      const one = new filter.Filter(new data.Records(tables), [], [{ id: "s1", title: "Evening Wire" }]);
      one.apply(new state.State({ text }).get());
      return [one.count, [...one.shown].join("")];
    })"""
    texts = ["garden", "wire evening", "46.5", "s1"]
    assert run("data filter state", ask, [tables, texts]) == [[1, "10"], [1, "01"], [0, "00"], [1, "01"]]


ODD = ["plain", "", "a\x7fb", "c\x80d", "\u202e\u00e9\ud83d\ude80", " ", 'quote " and \\ and </script>', "line\nline"]
"""Texts that a packed column must keep, or leave as they are."""


@pytest.mark.parametrize("piece", [1, 3, 1_000])
@pytest.mark.parametrize("most", [len(ODD), 1])
def test_packed_columns_hold_what_others_do(monkeypatch: pytest.MonkeyPatch, piece: int, most: int) -> None:
    """Texts in pieces, lists of texts, gaps, and signs that stand between them: each record, its text and its day are the same."""
    features = [
        {
            "type": "Feature",
            "id": f"site-{number}",
            "geometry": {"type": "Point", "coordinates": [46.74 + number / 1000, 39.76]} if number % 3 else None,
            "properties": {"kind": "fragment_site", "x_text": ODD[number % most]}
            | ({"marking": [f"A-{number}", "B"] if number % 4 else "C"} if number % 5 else {})
            | ({"name": f"Name {number}", "found_on": f"2021-03-{number % 28 + 1:02}"} if number % 2 else {}),
        }
        for number in range(20)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    assessment = geo.assess(read_data("s.geojson", data).sites)
    script = """given => {
  const records = new data.Records(given.records);
  const days = [...new filter.Filter(records, [], []).days].map((day) => (Number.isNaN(day) ? null : day));
  return Array.from({ length: records.count }, (_, number) => [records.get(number), records.text(number), days[number]]);
}"""
    plain = build_payload(assessment)
    monkeypatch.setattr(payload, "_PACKED_FROM", 1)
    monkeypatch.setattr(payload, "_PIECE", piece)
    packed = build_payload(assessment)
    columns = packed["records"]["fragment_site"]
    assert all(isinstance(columns[name], dict) for name in ("id", "name", "marking", "found_on"))
    assert isinstance(columns["x_text"], dict) == (most == 1)
    assert run("data filter", script, packed) == run("data filter", script, plain)


def test_the_state_tells_whoever_asked() -> None:
    """Listeners hear of the values that they subscribed to, once a change, also of one that was set to what it was."""
    ask = """() => {
      const owner = new state.State({ chosen: "a" });
      const heard = [];
      const before = owner.get();
      const stop = owner.subscribe(["chosen", "text"], (now) => heard.push([now.chosen, now.text]));
      owner.subscribe(["chosen"], () => owner.set({ until: 5 }));
      owner.subscribe(["until"], (now) => heard.push(now.until));
      owner.set({ chosen: "a" });
      owner.set({ chosen: "b", text: "x" });
      owner.set({ view: null });
      stop();
      owner.set({ text: "y" });
      try {
        owner.get().text = "z"; // frozen
      } catch {}
      const layers = state.withMember(state.withMember(new Set(), "ring", true), "zone", true);
      return [heard, before.text, owner.get().text, [...state.withMember(layers, "ring", false)], layers.size];
    }"""
    assert run("state", ask) == [[["a", ""], 5, ["b", "x"], 5], "", "y", ["zone"], 2]


LAYERS = ["fragment_site", "place", "zone", "lethal", "ring", "locus", "range", "uncertainty", "line"]
QUIET = ["lethal", "range", "ring", "locus", "uncertainty"]


@pytest.mark.parametrize(
    ("change", "link"),
    [
        ({}, "#"),
        ({"view": {"at": [39.75, 46.75], "zoom": 15}}, "#map=15%2F39.750000%2F46.750000"),
        ({"hiddenLayers": [*QUIET, "place"]}, "#off=place"),
        ({"hiddenLayers": ["range", "locus", "uncertainty", "line"]}, "#off=line&on=lethal%2Cring"),
        ({"hiddenVerdicts": ["agrees", "untestable"]}, "#without=agrees%2Cuntestable"),
        ({"text": "a&b=ü"}, "#text=a%26b%3D%C3%BC"),
        ({"chosen": "a&b=ü", "until": 18701}, "#day=2021-03-15&id=a%26b%3D%C3%BC"),
        ({"basemap": "imagery", "linksBasemap": True}, "#base=imagery"),
        ({"basemap": None, "linksBasemap": True}, "#base=none"),
    ],
)
def test_a_link_holds_what_differs_from_the_start(change: dict[str, Any], link: str) -> None:
    """What is written into the address is read back, all of it; what is as at the start is not written."""
    ask = """([change, layers]) => {
      const sets = Object.entries(change).map(([name, value]) => [name, Array.isArray(value) ? new Set(value) : value]);
      const now = new state.State(Object.fromEntries(sets)).get();
      const link = permalink.linkOf(now, 18800);
      const read = permalink.readLink(link, layers);
      const plain = (one) => JSON.stringify(Object.entries(one).map(([name, value]) => [name, value instanceof Set ? [...value].sort() : value]).sort());
      return [link, plain(read) === plain(now)];
    }"""
    assert run("permalink state", ask, [change, LAYERS]) == [link, True]


def test_the_last_day_of_the_record_is_not_written() -> None:
    """A link to the whole record stays one when the record grows."""
    ask = "([day, last]) => permalink.linkOf(new state.State({ until: day }).get(), last)"
    assert [run("permalink state", ask, pair) for pair in ([18701, 18701], [18700, 18701])] == ["#", "#day=2021-03-14"]


@pytest.mark.parametrize(
    "link",
    [
        "#map=//",
        "#map=3//",
        "#map=99/x/<b>",
        "#map=15/91/0",
        "#map=-1/0/0",
        "#map=Infinity/0/0",
        "#day=never",
        "#map=1/2",
        "#%",
    ],
)
def test_nonsense_in_a_link_is_left_out(link: str) -> None:
    """No view and no day comes of it."""
    read = run("permalink", "link => permalink.readLink(link, [])", link)
    assert (read["view"], read.get("until")) == (None, None)


def test_cells_of_a_table_are_no_formulas() -> None:
    """Text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    cells = ["=1+1", "+1", "-x", "@x", " =1", "\t=1", "a,b", -1.5, ["a", "b"], None]
    expected = ["'=1+1", "'+1", "'-x", "'@x", "' =1", "'\t=1", '"a,b"', "-1.5", "a b", ""]
    assert run("exchange", "cells => cells.map(exchange.csvCell)", cells) == expected


SAVE = """([shown, flags, claims]) => exchange.toGeoJson(
  { records: new data.Records(shown.records), shown: new Uint8Array(flags), claims: new Set(claims) }, shown)"""
PAGES = [ROOT / "sites.geojson", *sorted(DATA.glob("*.geojson"))]


def test_records_survive_as_geojson() -> None:
    """Positions and properties as they are in the page's tables; nothing that was computed."""
    tables = {
        "place": {
            "id": ["p", "q"],
            "name": ["P", None],
            "lat_deg": [39.5, None],
            "lon_deg": [46.5, None],
            "known_m": [12, None],
        }
    }
    shown = {"records": tables, "sources": {"id": []}, "record": {"text": None}}
    text = run("data exchange", SAVE, [shown, [1, 1], []])
    first, second = json.loads(text)["features"]
    point = {"type": "Point", "coordinates": [46.5, 39.5]}
    assert first == {"type": "Feature", "id": "p", "geometry": point, "properties": {"kind": "place", "name": "P"}}
    assert second == {"type": "Feature", "id": "q", "geometry": None, "properties": {"kind": "place"}}
    assert [one["id"] for one in json.loads(run("data exchange", SAVE, [shown, [0, 1], []]))["features"]] == ["q"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_saved_is_read_and_judged_alike(path: Path, tmp_path: Path) -> None:
    """`geo check` reads the saved GeoJSON without an error; its claims have the verdicts, its sources the words of the record."""
    try:
        sites = geo.read_sites(path)
    except (geo.SitesError, ValueError):
        pytest.skip("this file is there to be refused")
    assessment = geo.assess(sites)
    shown = json.loads(json.dumps(build_payload(assessment)))
    count = sum(len(table["id"]) for table in shown["records"].values())
    claims = shown["findings"].get("claim", [])
    saved = tmp_path / "saved.geojson"
    saved.write_text(run("data exchange", SAVE, [shown, [1] * count, claims]), "utf-8")
    result = read(saved)
    assert result.errors == ()
    again = {one.claim: one.verdict for one in geo.assess(result.sites).findings}
    assert again == {one.claim: one.verdict for one in assessment.findings}
    cited = {
        source
        for one in sites.of_kind(Record)
        for source in (*one.sources, *(one.relies_on if isinstance(one, Source) else ()))
    }
    kept = {one.id: dict(one) for one in result.sites.of_kind(Source)}
    assert kept.keys() >= cited
    assert kept == {one.id: dict(one) for one in sites.of_kind(Source) if one.id in kept}


def test_a_saved_part_is_whole_in_itself(tmp_path: Path) -> None:
    """Of claims it has those about saved records, of sources those that these cite; what an offset is from comes along."""
    shown = json.loads(json.dumps(build_payload(geo.assess(geo.read_sites(DATA / "puboffset.geojson")))))
    ids = [one for table in shown["records"].values() for one in table["id"]]
    for number, record_id in enumerate(ids):
        saved = tmp_path / "saved.geojson"
        flags = [int(at == number) for at in range(len(ids))]
        saved.write_text(run("data exchange", SAVE, [shown, flags, shown["findings"].get("claim", [])]), "utf-8")
        result = read(saved)
        assert result.errors == ()
        assert record_id in result.sites
        told = result.sites.of_kind(Claim)
        assert all(end in result.sites for one in told for ends in one.references().values() for end in ends)


def test_numbers_of_claims_are_saved_as_typed() -> None:
    """How many digits a figure has is part of what it says; braces and names in texts are no parts of the file."""
    claim = (
        r'{"type": "Feature", "id": "c", "properties": {"about": ["p"], "value": 1500.00, "note": "a } \" ] \"features\": [{"}}'
    )
    file = f'{{"note": [{{"features": 1}}], "features": [{{"id": "p", "properties": {{}}}}, {claim}], "x": {{}}}}'
    text = b64encode(zlib.compress(file.encode())).decode()
    tables = {"place": {"id": ["p"], "lat_deg": [None], "lon_deg": [None], "known_m": [None]}}
    shown = {"records": tables, "sources": {"id": []}, "record": {"text": text}}
    assert claim in run("data exchange", SAVE, [shown, [1], ["c"]])
    assert claim not in run("data exchange", SAVE, [shown, [1], []])
    assert claim not in run("data exchange", SAVE, [shown, [0], ["c"]])


def test_the_net_has_lines_far_enough_apart() -> None:
    """The step is the smallest of a clock face of steps that leaves 130 pixels between two lines."""
    found = run("graticule", "scales => scales.map(one => graticule.stepFor(one))", [1e-7, 1e-5, 1e-3, 0.1, 10])
    assert found == [0.1, 5, 600, 72000, 108000]


def test_a_state_is_handed_on_whole() -> None:
    """Every value of the reader's state survives as text, a set as a set; what this page has no value for is left out."""
    script = """() => {
      const { State, serialise, deserialise } = state;
      const start = new State().get();
      const filled = Object.fromEntries(Object.entries(start).map(([name, value]) =>
        [name, value instanceof Set ? new Set(["a", "b"]) : name === "view" ? { at: [1, 2], zoom: 3 } : `some ${name}`]));
      const back = deserialise(serialise(filled));
      const text = JSON.stringify({ hiddenLayers: ["no", "set"], text: "kept", unknown: 1 });
      return [Object.keys(start), Object.entries(back).map(([name, value]) => [name, value instanceof Set ? [...value] : value]), deserialise(text)];
    }"""
    names, back, other = run("state", script)
    assert [name for name, _ in back] == names
    values = dict(back)
    assert values["hiddenLayers"] == ["a", "b"]
    assert values["view"] == {"at": [1, 2], "zoom": 3}
    assert values["text"] == "some text"
    assert other == {"text": "kept"}


# --- words of findings ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a page shows of claims that are put in all ways, about two strikes and a place."""
    at = {"a": (46.70, 39.75), "b": (46.71, 39.75)}
    features: list[dict[str, Any]] = [
        {
            "id": one,
            "geometry": {"type": "Point", "coordinates": at[one]},
            "properties": {"kind": "strike_report", "name": name},
        }
        for one, name in (("a", "Alpha"), ("b", "Bravo"))
    ]
    pair = {"kind": "distance_claim", "from": "a", "to": "b", "claimed_by": "Desk"}
    said: dict[str, dict[str, Any]] = {
        "plain": {**pair, "distance_m": 1500},
        **{one: {**pair, "distance_m": 1500, "modifier": one} for one in ("about", "exact", "at_least", "at_most")},
        "printed": {**pair, "published_distance": "about 1.5 km"},
        "within": {"kind": "within_claim", "site": "a", "of": "b", "distance_m": 300, "claimed_by": "Desk"},
        "attribute": {
            "kind": "attribute_claim",
            "about": ["a", "b"],
            "attribute": "model_variant",
            "value": "X_1",
            "claimed_by": "D",
        },
    }
    features += [{"id": name, "geometry": None, "properties": words} for name, words in said.items()]
    path = tmp_path_factory.mktemp("stated") / "stated.geojson"
    whole = [{"type": "Feature", **one} for one in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": whole}), "utf-8")
    shown: dict[str, Any] = json.loads(json.dumps(build_payload(geo.assess(geo.read_sites(path)))))
    return shown


def words_of(stated: dict[str, Any], language: str) -> dict[str, list[str]]:
    """The claimed figure of each claim and its facts, as the page says them in a language."""
    ask = """(shown) => {
      const rows = data.all(shown.findings);
      return Object.fromEntries(rows.map((one) => [one.claim, [words.claimedFigure(one), panel.factTable(one.facts).text]]));
    }"""
    found: dict[str, list[str]] = run("data words panel", ask, stated, language)
    return found


def test_claimed_figures_are_in_the_readers_language(stated: dict[str, Any]) -> None:
    """What stands around a number that no source printed is translated; what a source printed stays as it is."""
    english = {claim: figure for claim, (figure, _) in words_of(stated, "en").items()}
    assert english == {
        "plain": "1,500 m",
        "about": "about 1,500 m",
        "exact": "exactly 1,500 m",
        "at_least": "at least 1,500 m",
        "at_most": "within 1,500 m",
        "printed": "about 1.5 km",
        "within": "within 300 m",
        "attribute": "X_1",
    }
    for language in LANGUAGES:
        if language == "en":
            continue
        figures = {claim: figure for claim, (figure, _) in words_of(stated, language).items()}
        kept = {claim: figures.pop(claim) for claim in ("printed", "attribute")}
        assert kept == {"printed": "about 1.5 km", "attribute": "X_1"}
        latin = [one for one in figures.values() if re.search("about|exactly|at least|within", one)]
        assert latin == [], language
        assert len({*figures.values()}) == len(figures)


def test_facts_have_names_and_words(stated: dict[str, Any]) -> None:
    """A fact names records, not their ids, and says in words how a distance is put, in the language that the page speaks."""
    english = words_of(stated, "en")
    assert "From: Alpha" in english["at_least"][1]
    assert "To: Bravo" in english["at_least"][1]
    assert "Distance: 1,500 m" in english["at_least"][1]
    assert "How the distance is put: at least" in english["at_least"][1]
    assert "About: Alpha, Bravo" in english["attribute"][1]
    assert "model variant" in english["attribute"][1]
    russian = words_of(stated, "ru")["at_least"][1]
    assert "Как указано расстояние: не менее" in russian
    assert re.search(r"1\s500 м", russian)


def test_an_offset_names_what_it_is_from(tmp_path: Path) -> None:
    """The card of a site says the name of the place that its position is measured off from."""
    text = (DATA / "puboffset.geojson").read_text("utf-8")
    path = tmp_path / "offset.geojson"
    path.write_text(text.replace("The church", "Old Church", 1), "utf-8")
    shown = json.loads(json.dumps(build_payload(geo.assess(geo.read_sites(path)))))
    ask = """(shown) => {
      const records = new data.Records(shown.records);
      return words.facts(records.get(records.find("secret")), shown.facts.fragment_site);
    }"""
    assert ["Offset from", "Old Church"] in run("data words", ask, shown)


def test_paper_says_how_many_sources_it_leaves_out() -> None:
    """The note on what the filters leave counts claims, records and sources."""
    ask = """() => {
      const source = (id) => ({ id, title: id, facts: [] });
      const records = new data.Records({ place: { id: [] } });
      const one = new filter.Filter(records, [], [source("a"), source("b")]);
      one.apply({ ...new state.State().get(), text: "a" });
      const left_out = { findings: [], together: [], markings: [] };
      const shown = { together: [], markings: [], left_out, ranges: [], method: "", warning: "" };
      return print.paper(shown, one, { sources: new Map(), zones: [], facts: {} }).text;
    }"""
    assert "and 1 of 2 sources; the rest is not printed." in run("data filter state print", ask)
