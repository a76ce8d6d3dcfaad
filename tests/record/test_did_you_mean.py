from geo.record.did_you_mean import did_you_mean, find_closest


def test_a_suggestion_differs_in_case_and_form_before_anything_else() -> None:
    """Site-1 is what site-1 means, although site-2 has the same letters but one."""
    assert find_closest("site-1", ["site-2", "Site-1"]) == "Site-1"
    assert find_closest("SITE-2", ["Site-1", "site-2"]) == "site-2"
    assert find_closest("s\u0327us\u0327a", ["şuşi", "Şuşa"]) == "Şuşa"
    assert find_closest("ｓｉｔｅ-1", ["site-12", "site-1"]) == "site-1"
    assert did_you_mean("nothing like it", ["site-1"]) == ""
