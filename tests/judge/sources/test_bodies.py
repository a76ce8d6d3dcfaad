"""The bodies behind sources: so that many sources of one origin are seen as one."""

from typing import Any

from geo.judge.sources.bodies import Body, group_by_body
from geo.record.reading import read_data
from tests.written import feature


def grouped(sources: dict[str, dict[str, Any]], claims: dict[str, list[str]] | None = None) -> list[Body]:
    """The bodies of some sources, and of claims by the sources that they name."""
    made = [feature(name, "null", {"kind": "source", "title": name, **more}) for name, more in sources.items()]
    made.append(feature("a", "null", {"kind": "fragment_site"}))
    made += [
        feature(name, "null", {"kind": "attribute_claim", "about": "a", "attribute": "x", "value": "y", "sources": ids})
        for name, ids in (claims or {}).items()
    ]
    reading = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(made)}]}}'.encode())
    assert reading.errors == ()
    return list(group_by_body(reading.sites))


def test_the_body_is_the_one_that_stated_it() -> None:
    """It is that to which a source is attributed, else those of the sources that it relies on, else its publisher."""
    assert grouped(
        {
            "attributed": {"publisher": "Paper", "attributed_to": "Agency"},
            "relying": {"publisher": "Paper", "relies_on": ["attributed"]},
            "through": {"publisher": "Other", "relies_on": ["relying"]},
            "own": {"publisher": "Paper"},
            "nobody": {},
        }
    ) == [
        Body(("Agency",), ("attributed", "relying", "through"), ()),
        Body(("Paper",), ("own",), ()),
        Body((), ("nobody",), ()),
    ]


def test_names_are_compared_as_for_independence() -> None:
    """Neither capitals nor spaces around a name make another body; the first spelling is shown."""
    assert grouped({"s": {"attributed_to": "Agency"}, "t": {"publisher": " AGENCY "}}) == [Body(("Agency",), ("s", "t"), ())]


def test_claims_that_rest_on_one_body_alone() -> None:
    """A claim counts for a body if all of its sources do; one without sources, or with an unnamed body, counts for none."""
    found = grouped(
        {"s": {"publisher": "One"}, "t": {"publisher": "One"}, "u": {"publisher": "Two"}, "n": {}},
        {"c": ["s", "t"], "d": ["s", "u"], "e": ["u"], "f": ["n"], "g": []},
    )
    assert {one.names: one.claims for one in found} == {("One",): ("c",), ("Two",): ("e",), (): ()}


def test_sources_that_rely_on_several_bodies_stand_apart() -> None:
    """And sources that rely on one another in a circle come to an end."""
    found = grouped(
        {
            "s": {"publisher": "One"},
            "t": {"publisher": "Two"},
            "both": {"relies_on": ["s", "t"]},
            "round": {"publisher": "R", "relies_on": ["trip"]},
            "trip": {"publisher": "T", "relies_on": ["round"]},
        }
    )
    assert {one.sources: one.names for one in found} == {
        ("s",): ("One",), ("t",): ("Two",), ("both",): ("One", "Two"), ("round",): ("R",), ("trip",): ("T",)
    }  # fmt: skip
