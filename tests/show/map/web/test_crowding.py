"""How symbols that lie close together find room, in node and without a browser."""

import math
from typing import Any

import pytest

from tests.javascript import run

RANDOM = """
  let seed = 20260401;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const layout = (trial) => {
    const count = 1 + Math.floor(random() * (trial % 10 ? 40 : 300));
    const spread = [1, 30, 200, 1000, 3000][trial % 5];
    const centres = Array.from({ length: 1 + Math.floor(random() * 5) }, () => [random() * 1400, random() * 800]);
    return Array.from({ length: count }, (_, number) => {
      const [x, y] = centres[Math.floor(random() * centres.length)];
      const kind = Math.floor(random() * 3);
      return { number, kind, x: 3e7 + x + (random() - 0.5) * spread, y: 2e7 + y + (random() - 0.5) * spread };
    });
  };
"""


def test_every_record_is_in_exactly_one_symbol() -> None:
    """In 3,000 random layouts; the counts of a symbol are those of its records, and the same layout gives the same symbols."""
    ask = f"""() => {{ {RANDOM}
      const wrong = [];
      for (let trial = 0; trial < 3000; trial += 1) {{
        const points = layout(trial);
        const symbols = crowding.arrange(points);
        const numbers = symbols.flatMap((one) => one.points.map((point) => point.number)).sort((a, b) => a - b);
        if (numbers.length !== points.length || numbers.some((number, index) => number !== index)) wrong.push(["lost", trial]);
        for (const {{ counts, points: members, first }} of symbols) {{
          if (first !== Math.min(...members.map((point) => point.number))) wrong.push(["first", trial]);
          if (!counts && members.length !== 1) wrong.push(["single", trial]);
          if (counts?.some((count, kind) => count !== members.filter((point) => point.kind === kind).length)) wrong.push(["count", trial]);
        }}
        if (JSON.stringify(crowding.arrange(points)) !== JSON.stringify(symbols)) wrong.push(["changed", trial]);
      }}
      return wrong;
    }}"""
    assert run("crowding", ask) == []


COVERED = """
  const covered = (symbols) => {
    const found = [];
    for (const [index, one] of symbols.entries()) {
      for (const other of symbols.slice(0, index)) {
        const [x, y] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)];
        if (Math.hypot(x, y) < 24 || (2 * x < one.width + other.width && 2 * y < one.height + other.height)) found.push([one, other]);
      }
    }
    return found;
  };
"""


def test_no_symbol_covers_another() -> None:
    """In 3,000 random layouts no two symbols are nearer than 24 pixels, and each is large enough to be clicked."""
    ask = f"""() => {{ {RANDOM} {COVERED}
      const wrong = [];
      for (let trial = 0; trial < 3000; trial += 1) {{
        const symbols = crowding.arrange(layout(trial));
        if (covered(symbols).length) wrong.push(trial);
        if (symbols.some(({{ width, height }}) => width < 24 || height < 24)) wrong.push(trial);
      }}
      return wrong;
    }}"""
    assert run("crowding", ask) == []


def test_the_test_of_covering_can_fail() -> None:
    """Symbols that were not arranged cover one another."""
    ask = f"""() => {{ {RANDOM} {COVERED}
      return covered(layout(2).map((point) => ({{ ...point, width: 24, height: 24 }}))).length;
    }}"""
    assert run("crowding", ask) > 0


def test_what_is_chosen_stands_where_it_lies() -> None:
    """In 1,000 random layouts: two records that stand alone are in no counted symbol, keep their place, and no other covers them."""
    ask = f"""() => {{ {RANDOM} {COVERED}
      const wrong = [];
      for (let trial = 0; trial < 1000; trial += 1) {{
        const points = layout(trial).slice(0, 40);
        const alone = new Set([0, points.length - 1]);
        const symbols = crowding.arrange(points, alone);
        const fixed = symbols.filter((one) => one.isAlone);
        if (fixed.length !== alone.size) wrong.push(["number", trial]);
        for (const one of fixed) if (one.counts || one.x !== one.points[0].x || one.y !== one.points[0].y) wrong.push(["moved", trial]);
        if (symbols.reduce((sum, one) => sum + one.points.length, 0) !== points.length) wrong.push(["lost", trial]);
        if (covered(symbols).some(([one, other]) => !(one.isAlone && other.isAlone))) wrong.push(["covered", trial]);
      }}
      return wrong;
    }}"""
    assert run("crowding", ask) == []


def test_what_is_chosen_stays_beside_others() -> None:
    """In 1,000 random layouts: where a record stood by itself or beside others, choosing it moves nothing; else it leaves its symbol."""
    ask = f"""() => {{ {RANDOM} {COVERED}
      const wrong = [];
      const moved = [0, 0];
      for (let trial = 0; trial < 1000; trial += 1) {{
        const points = layout(trial).slice(0, 40);
        const before = crowding.arrange(points);
        const number = trial % points.length;
        const wasCounted = before.find((one) => one.points.some((point) => point.number === number)).counts !== null;
        const symbols = crowding.arrange(points, new Set([number]), false);
        if (!symbols.some((one) => one.first === number && !one.counts)) wrong.push(["counted", trial]);
        if (wasCounted === (JSON.stringify(symbols) === JSON.stringify(before))) wrong.push(["moved", trial]);
        if (covered(symbols).length) wrong.push(["covered", trial]);
        moved[Number(wasCounted)] += 1;
      }}
      return [wrong, moved.every((count) => count > 100)];
    }}"""
    assert run("crowding", ask) == [[], True]


def arranged(*spots: tuple[float, float], kinds: str = "") -> list[Any]:
    """The symbols of points at these pixels; "011" are the kinds of three."""
    points = [
        {"number": number, "kind": int(kinds[number]) if kinds else 0, "x": x, "y": y} for number, (x, y) in enumerate(spots)
    ]
    found: list[Any] = run("crowding", "points => crowding.arrange(points)", points)
    return found


def test_two_or_three_stand_side_by_side() -> None:
    """A fragment on its strike stays two symbols, in the order in which they lie from the left; four are counted."""
    pair = arranged((100, 100), (99, 104), kinds="01")
    assert [(one["first"], one["counts"]) for one in sorted(pair, key=lambda one: one["x"])] == [(1, None), (0, None)]
    assert sum(one["x"] for one in pair) / 2 == pytest.approx(99.5)
    assert len(arranged(*[(100, 100)] * 3)) == 3
    [four] = arranged(*[(100, 100)] * 4, kinds="0112")
    assert four["counts"] == [1, 2, 1]
    assert len(arranged((100, 100), (126, 100))) == 2  # they do not touch
    assert [one["counts"] for one in arranged((0, 0), (0, 0), (0, 0), (20, 20), kinds="0001")] == [[3, 1]]


def test_counted_squares_merge_with_what_they_cover() -> None:
    """Records that were only counted in squares of the screen, and single ones beside them: counts and middle add up."""
    cells = [
        {"column": 0, "row": 0, "counts": [3, 1], "total": 4, "x": 70, "y": 40, "first": 7},
        {"column": 1, "row": 0, "counts": [0, 12], "total": 12, "x": 90, "y": 40, "first": 2},
        {"column": 5, "row": 0, "counts": [2, 0], "total": 2, "x": 400, "y": 40, "first": 9},
    ]
    ask = "([points, cells]) => crowding.arrange(points, new Set(), true, cells)"
    found = run("crowding", ask, [[{"number": 1, "kind": 0, "x": 86, "y": 40}], cells])
    assert [(one["first"], one["counts"], len(one["cells"]), len(one["points"])) for one in found] == [
        (1, [4, 13], 2, 1),
        (9, [2, 0], 1, 0),
    ]
    assert found[0]["x"] == pytest.approx((4 * 70 + 12 * 90 + 86) / 17)


def least_distance(spots: list[list[float]]) -> float:
    return min(math.dist(one, other) for number, one in enumerate(spots) for other in spots[:number])


def test_fans_and_spirals_leave_room() -> None:
    """Their symbols are at least 25 pixels apart, and as many fit into a radius as is said."""
    for spots in run("crowding", "() => Array.from({ length: 13 }, (_, index) => crowding.fanSpots(index + 2))"):
        assert least_distance(spots) >= 25
    spiral = run("crowding", "crowding.spiralSpots", 1500)
    assert least_distance(spiral) >= 25
    for radius in (120, 200, 400):
        count = run("crowding", "crowding.spiralRoom", radius)
        assert max(math.hypot(*one) for one in spiral[:count]) <= radius
    assert run("crowding", "crowding.fanSpots", 1) == [[pytest.approx(0, abs=1e-9), -46]]


def test_keys_lead_to_every_symbol() -> None:
    """In 300 random layouts, fans and spirals, arrows lead from each symbol to every other, and so does Page Down from the first."""
    ask = f"""() => {{ {RANDOM}
      const wrong = [];
      const placed = (spots) => spots.map(([x, y]) => ({{ x, y }}));
      const given = [3, 14].map((count) => placed(crowding.fanSpots(count)));
      given.push(placed(crowding.spiralSpots(100)));
      given.push(placed(Array.from({{ length: 25 }}, (_, index) => [(index % 5) * 76, Math.floor(index / 5) * 76])));
      for (let trial = 0; trial < 300; trial += 1) given.push(crowding.arrange(layout(trial)));
      for (const [trial, places] of given.entries()) {{
        for (const start of places.keys()) {{
          const reached = new Set([start]);
          for (const from of reached) {{
            for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {{
              const to = crowding.placeAfter(places, from, key);
              if (to !== undefined) reached.add(to);
            }}
          }}
          if (reached.size !== places.length) wrong.push([trial, start, reached.size, places.length]);
          if (start > 4) break;
        }}
        const passed = [];
        for (let at = crowding.placeAfter(places, 0, "Home"); at !== undefined; at = crowding.placeAfter(places, at, "PageDown")) passed.push(at);
        if (new Set(passed).size !== places.length || passed.at(-1) !== crowding.placeAfter(places, 0, "End")) wrong.push(["Page Down", trial]);
        if (passed.length > 1 && crowding.placeAfter(places, passed[1], "PageUp") !== passed[0]) wrong.push(["Page Up", trial]);
      }}
      return wrong;
    }}"""
    assert run("crowding", ask) == []
    assert run("crowding", "() => crowding.placeAfter([{ x: 0, y: 0 }], 0, 'x')") is None


# --- names --------------------------------------------------------------------------------------------------------------


def test_names_are_cut_where_they_differ_least() -> None:
    """First the words go with which a quarter of all names begin, and only where a name is too long; then its middle goes."""
    names = [
        "Strike at Bread factory, second report",
        "Strike at Post office",
        "Strike at School No. 12, second report",
        "Fragments",
    ]
    ask = "given => given.map((name) => names.distinctive(name, names.sharedStarts(given)))"
    assert run("names", ask, names) == [
        "Bread factor…cond report",
        "Strike at Post office",
        "School No. 1…cond report",
        "Fragments",
    ]
    assert run("names", "names.sharedStarts", ["a b", "c d", "e f", "a g"]) == []
    assert run("names", "names.sharedStarts", ["North bank a", "North bank b", "North bank c"]) == ["North bank ", "North "]


def test_a_cut_name_fits() -> None:
    """Whatever is left of a name has at most so many characters, those beyond the basic plane included."""
    for name in ("x" * 25, "𝔸" * 60, "a b" * 20, "شوشا " * 30):
        cut = run("labels", "name => labels.short(name)", name)
        assert len(cut) <= 24
        assert "…" in cut
    assert run("labels", "name => labels.short(name, 14)", "Fragment site 12") == "Fragmen…ite 12"
    assert run("labels", "name => labels.short(name)", "x" * 24) == "x" * 24


def test_a_million_names_are_sampled() -> None:
    """At most 2,001 of them, from everywhere."""
    found = run("names", "() => names.sampled(1_000_000, (number) => number)")
    assert len(found) <= 2001
    assert max(found) > 990_000
    assert run("names", "() => names.sampled(3, (number) => number)") == [0, 1, 2]


# --- points -------------------------------------------------------------------------------------------------------------

GRID = """
  const count = 20_000;
  const [x, y] = [0, 0].map(() => Float64Array.from({ length: count }, (_, index) => (index % 500 ? random() : Number.NaN)));
  const grid = canvas.Grid.of(x, y);
"""


def test_the_grid_holds_every_point_once() -> None:
    """Those in a rectangle are what a look at all of them gives, and kinds that were sorted are mixed within a cell."""
    ask = f"""() => {{ {RANDOM} {GRID}
      const wrong = [];
      for (let trial = 0; trial < 50; trial += 1) {{
        const [west, south] = [random(), random()];
        const [east, north] = [west + random() / 5, south + random() / 5];
        const found = [];
        grid.within(west, south, east, north, (number) => {{ found.push(number); }});
        const all = [...x.keys()].filter((number) => x[number] >= west && x[number] <= east && y[number] >= south && y[number] <= north);
        if (JSON.stringify(found.sort((a, b) => a - b)) !== JSON.stringify(all)) wrong.push(trial);
      }}
      const one = canvas.Grid.of(new Float64Array(30_000).fill(0.5), new Float64Array(30_000).fill(0.5));
      const first = one.order.slice(0, 300).reduce((sum, number) => sum + number, 0) / 300;
      return [wrong, grid.order.length, new Set(one.order).size, first > 10_000 && first < 20_000];
    }}"""
    assert run("canvas", ask) == [[], 20_000 - 40, 30_000, True]
