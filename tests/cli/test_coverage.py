import json

import pytest

from tests.conftest import Run


@pytest.mark.usefixtures("folder")
def test_coverage(run: Run) -> None:
    """Records that lack something give exit status 0."""
    status, out, err = run("coverage")
    assert (status, err, "  depth: 0 of 2\n" in out) == (0, "", True)
    assert len(json.loads(run("coverage", "--format", "json")[1])["records"]) == 5
