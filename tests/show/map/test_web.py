"""The page's modules that need no browser, against what Python's own side and other libraries say."""

import json
import re
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
from geo.show.map import bundle as joined
from geo.show.map.bundle import bundle, wrap
from tests.conftest import ROOT
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
    text = run("data exchange", "tables => exchange.toGeoJson(new data.Records(tables), new Uint8Array([1, 1]))", tables)
    first, second = json.loads(text)["features"]
    point = {"type": "Point", "coordinates": [46.5, 39.5]}
    assert first == {"type": "Feature", "id": "p", "geometry": point, "properties": {"kind": "place", "name": "P"}}
    assert second == {"type": "Feature", "id": "q", "geometry": None, "properties": {"kind": "place"}}
    saved = "tables => exchange.toGeoJson(new data.Records(tables), new Uint8Array([0, 1]))"
    assert [one["id"] for one in json.loads(run("data exchange", saved, tables))["features"]] == ["q"]


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
