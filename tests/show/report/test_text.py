import geo
from geo.show.answers.check import summary


def test_the_report_says_it_all(assessment: geo.Assessment) -> None:
    """Every claim, zone and source is in the report, and what has no place as well."""
    text = geo.format_report(assessment)
    for record in assessment.sites:
        if record.kind != "fragment_site":
            assert record.id in text or record.label in text, record.id
    assert "CONTRADICTED  claim-separation" in text
    assert "1,275.6 m" in text
    assert "875.6 m" in text
    for zone in assessment.zones:
        assert zone.warning in " ".join(text.split())
    assert assessment.sites.sha256 in text
    assert max(map(len, text.splitlines())) <= 180  # an address is not broken


def test_summary(assessment: geo.Assessment) -> None:
    """The summary is one line that counts records and verdicts."""
    assert summary(assessment).endswith(
        "2 fragment sites, 3 strike reports, 3 places, 24 claims, 18 sources. Claims: 2 compatible, 2 contradicted, 20 untestable."
    )
