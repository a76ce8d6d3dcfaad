"""Records are made of tables: what was said, and what holds otherwise."""

import pickle
from copy import copy

import pytest

import geo
from geo.record.kinds import KINDS, DistanceClaim, FragmentSite, Record, Source

SITE = FragmentSite(id="a", name="First piece")


def test_what_was_not_said_is_the_default() -> None:
    """An attribute of the table has its default, and `says` tells a default from what was typed."""
    claim = DistanceClaim(id="c", from_="a", to="b", straight_line=False)
    assert (SITE.note, SITE.sources, SITE.position, claim.modifier) == (None, (), None, None)
    assert [claim.says(one) for one in ("from_", "straight_line", "modifier")] == [True, True, False]
    assert not DistanceClaim(id="c", from_="a", to="b").says("straight_line")
    assert not FragmentSite(id="a", name=None).says("name")


def test_a_record_without_what_all_have_is_refused() -> None:
    """A missing end and an attribute that the kind has not are named."""
    with pytest.raises(TypeError, match="a DistanceClaim needs from_, id"):
        DistanceClaim(to="b")
    with pytest.raises(TypeError, match="a FragmentSite has no colour"):
        FragmentSite(id="a", colour="red")


def test_a_changed_record_is_another_one() -> None:
    """It says what the first one said, except what was changed."""
    other = SITE.changed(note="n")
    assert (other.name, other.note, SITE.note) == ("First piece", "n", None)
    assert other.says("note")
    assert not other.says("quote")


def test_two_are_equal_that_have_all_in_common() -> None:
    """However it came about: a default that was typed is no difference, another kind or value is."""
    assert SITE.changed(note=None) == SITE
    assert hash(SITE.changed(note=None)) == hash(SITE)
    assert SITE.changed(note="n") != SITE
    assert Source(id="a", title="t") != FragmentSite(id="a")
    assert len({SITE, SITE.changed(note=None), SITE.changed(id="b")}) == 2


def test_a_record_can_be_copied_and_sent() -> None:
    """A copy, and what arrives in another process, equals it and says the same."""
    for other in (copy(SITE), pickle.loads(pickle.dumps(SITE))):  # noqa: S301  # our own
        assert other == SITE
        assert vars(other) == vars(SITE)


def test_a_record_lists_its_attributes(sites: geo.Sites) -> None:
    """`dict` gives each attribute once, in the order of the table."""
    for record in sites:
        assert list(dict(record)) == list(record.attributes)
        assert dict(record)["id"] == record.id


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_property_has_an_attribute_of_its_own(kind: type[Record]) -> None:
    """No default is missing where the file may be silent, and none is there where it may not."""
    assert len({one.attribute for one in kind.properties.values()}) == len(kind.properties)
    for name, one in kind.properties.items():
        assert one.name == name
        assert hasattr(kind, one.attribute) != one.is_required
        assert (one.attribute in kind.required) == one.is_required
