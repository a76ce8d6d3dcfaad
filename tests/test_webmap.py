import json
import re
from pathlib import Path

import geo
from geo.record.reading import read
from geo.show.webmap import write_map

from .conftest import DATA


def data_of(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    value: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return value


def test_everything_is_on_the_page(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Each record, finding, zone and source, with or without a place."""
    data = data_of(write_map(assessment, tmp_path / "m.html").read_text("utf-8"))
    shown = {one["id"] for one in (*data["records"], *data["sources"])} | {one["claim"] for one in data["findings"]}
    assert shown == {record.id for record in assessment.sites}
    assert [zone["strike"] for zone in data["zones"]] == ["strike-1", "strike-2"]
    assert all(zone["warning"] == "A radius at which fragments can kill is not a safe distance." for zone in data["zones"])


def test_every_good_file_can_be_drawn() -> None:
    """No records, one record, the pole, the 180th meridian."""
    for path in (DATA / "good").glob("*.geojson"):
        assert geo.draw_map(geo.assess(read(path).sites)).get_root().render()
