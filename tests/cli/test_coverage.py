import json

import pytest

from tests.conftest import Run


@pytest.mark.usefixtures("folder")
def test_coverage(run: Run) -> None:
    """Lacking something is no fault."""
    status, out, err = run("coverage")
    assert (status, err, "  depth: 0 of 2\n" in out) == (0, "", True)
    assert len(json.loads(run("coverage", "--format", "json")[1])["records"]) == 5
