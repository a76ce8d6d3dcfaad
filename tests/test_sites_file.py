import re

import geo
from geo.record.kinds import Claim, Source
from geo.record.reading import read

from .conftest import ROOT


def test_the_repositorys_own_file_has_no_problems() -> None:
    """Neither errors nor warnings."""
    assert read(ROOT / "sites.geojson").problems == ()


def test_every_statement_is_attributed(sites: geo.Sites) -> None:
    """Each record names a source, each claim who made it and when, or that the day was not recorded, and each source is used."""
    used = {source for record in sites for source in record.sources}
    for record in sites:
        assert isinstance(record, Source) or record.sources, record.id
        if isinstance(record, Claim):
            assert record.claimed_by, record.id
            assert record.claimed_on or "was not recorded" in (record.note or ""), record.id
    assert {source.id for source in sites.of_kind(Source)} == used


def test_a_person_can_edit_it() -> None:
    """One pair of coordinates on one line, one property on one line, a final newline."""
    text = (ROOT / "sites.geojson").read_text("utf-8")
    assert text.endswith("}\n")
    assert not re.search(r'"coordinates": \[\s*\n', text)
    assert all(
        line.count('": ') <= 2 or '"type": "Point"' in line
        for line in text.splitlines()
        if not re.search(r'"(note|quote)"', line)
    )


def test_quotations_are_short(sites: geo.Sites) -> None:
    """Every quotation has fewer than 30 words and stands in quotation marks."""
    for record in sites:
        if record.quote:
            assert len(record.quote.split()) < 30
            assert record.quote[0] == record.quote[-1] == '"'
