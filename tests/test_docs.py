import importlib.util
import json
import math
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
from playwright.sync_api import Browser

import geo
import geo.cli

from .conftest import ROOT, Run

DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / ".github" / "CONTRIBUTING.md"]
SOME_ROWS = 'Ref,Lat,Lon\n1,"39.7601","46.7502"\n2,"39.7633","46.7468"\n'


def build(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Without `--quiet`, which would keep warnings from counting."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, built strictly."""
    site = tmp_path_factory.mktemp("docs") / "site"
    done = build(ROOT, site)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_dead_link_stops_the_build(tmp_path: Path) -> None:
    """The build fails and names the link."""
    shutil.copytree(DOCS, tmp_path / "docs")
    for name in ("mkdocs.yml", "sites.geojson"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "geo").symlink_to(ROOT / "geo")
    with (tmp_path / "docs" / "privacy.md").open("a") as file:
        file.write("\n[here](nowhere.md)\n")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode == 1
    assert "nowhere.md" in done.stdout + done.stderr


def test_every_page_is_in_the_menu(built: Path) -> None:
    """Each page of docs/ is built, and the menu of the first page links to it."""
    menu = (built / "index.html").read_text("utf-8")
    for page in DOCS.glob("*.md"):
        assert f'href="{page.stem}.html"' in menu


LOADED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//|url\([\"']?https?:|@import")


def test_pages_load_nothing_from_the_network(built: Path) -> None:
    """No page and no stylesheet names a host to load something from."""
    for file in [*built.rglob("*.html"), *built.rglob("*.css")]:
        assert not LOADED.search(file.read_text("utf-8")), file
    assert LOADED.search('<link rel="stylesheet" href="https://fonts.example/css">')
    assert LOADED.search("<script src=//host.example/a.js>")


def test_search_works_in_pages_opened_as_files(built: Path, browser: Browser) -> None:
    """Without a server and without the network, a word is found, and nothing but files of the site is asked for."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((built / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("coarser")
    page.locator(".md-search-result__link[href*='privacy.html']").first.wait_for(state="attached")
    page.close()
    assert asked
    assert [url for url in asked if not url.startswith((built.as_uri(), "data:", "about:"))] == []


def test_every_command_is_documented(built: Path) -> None:
    """Each command has a heading, and each of its options is under it."""
    page = (built / "commands.html").read_text("utf-8")
    context = click.Context(geo.cli.geo)
    for name in geo.cli.geo.list_commands(context):
        section = page.partition(f'<h2 id="geo-{name}">')[2].partition("<h2 ")[0]
        command = geo.cli.geo.get_command(context, name)
        assert command
        assert section
        for option in command.params:
            if isinstance(option, click.Option):
                assert f"<code>{option.opts[0]}" in section


def test_every_property_that_a_record_uses_is_documented(built: Path) -> None:
    """Each property of the repository's own records is in the table of its kind, or in that of all kinds."""
    page = (built / "file.html").read_text("utf-8")
    common = page.partition('id="what-all-kinds-have"')[2].partition("<h2 ")[0]
    for feature in json.loads((ROOT / "sites.geojson").read_text("utf-8"))["features"]:
        properties = feature["properties"]
        section = page.partition(f'<h2 id="{properties.pop("kind")}">')[2].partition("<h2 ")[0]
        assert section
        for name in (re.sub("^name:.+", "name:&lt;language&gt;", one) for one in properties):
            assert f"<td><code>{name}</code></td>" in section + common


def test_a_type_without_words_stops_the_build(generate: ModuleType) -> None:
    """A type of the schema that the page has no words for is an error, and not an empty cell."""
    assert list(generate._values({"anyOf": [{"type": "number", "minimum": 0, "maximum": 360}, {"type": "null"}]})) == [
        "number from 0 to 360"
    ]
    with pytest.raises(ValueError, match="no words for the type 'tuple'"):
        list(generate._values({"type": "tuple"}))


def test_every_problem_is_documented(built: Path, run: Run) -> None:
    """Each code of `geo explain` is a heading that a link can name."""
    page = (built / "problems.html").read_text("utf-8")
    _, listed, _ = run("explain")
    codes = [line.split()[0] for line in listed.splitlines()]
    assert len(codes) > 70
    for code in codes:
        assert f'<h2 id="{code}">' in page


def test_every_public_name_is_documented(built: Path) -> None:
    """Each name of the package has a heading."""
    page = (built / "python.html").read_text("utf-8")
    for name in geo.__all__:
        assert f'id="geo.{name}"' in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_commands_that_exist(page: Path) -> None:
    """Each `geo …` in the text and in the examples is a command."""
    commands = geo.cli.geo.list_commands(click.Context(geo.cli.geo))
    text = page.read_text("utf-8")
    for name in re.findall(r"(?:`|^)geo ([a-z]+)", text, re.MULTILINE):
        assert name in commands, name


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_pages_name_no_module(page: Path) -> None:
    """Modules move; only CONTRIBUTING.md says where things live."""
    assert not re.search(r"geo[./](earth|record|judge|show|cli)\b", page.read_text("utf-8"))


def test_the_first_map_is_made_as_written(tmp_path: Path) -> None:
    """The page's file and its commands, one after the other, make a map, a report and a file from a table."""
    page = (DOCS / "first-map.md").read_text("utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    (record,) = [text for kind, text in blocks if kind == "json"]
    (tmp_path / "sites.geojson").write_text(record, "utf-8")
    (tmp_path / "reports.csv").write_text(SOME_ROWS, "utf-8")
    script = "set -e\n" + "".join(text for kind, text in blocks if kind == "sh")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        script,
        shell=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("map.html", "report.pdf", "reports.geojson"):
        assert (tmp_path / name).exists()
    assert "lie 828.1 m apart" in " ".join(done.stdout.split())


def test_the_table_of_printed_figures_is_what_is_computed() -> None:
    """Each row of the table on verdicts gives the intervals of `geo.parse_distance`."""
    page = (DOCS / "verdicts.md").read_text("utf-8")
    table = page.partition("| printed | agrees | contradicted beyond |\n|---|---|---|\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert len(rows) == 7
    for text, agrees, allowed in rows:
        distance = geo.parse_distance(text)
        assert distance.agrees_low_m is not None
        assert distance.agrees_high_m is not None
        assert _metres(agrees) == _finite(distance.agrees_low_m, distance.agrees_high_m)
        assert _metres(allowed) == _finite(distance.low_m, distance.high_m)


def _metres(cell: str) -> list[object]:
    scale = 1000 if " km" in cell else 1
    return [pytest.approx(float(number.replace(",", "")) * scale) for number in re.findall(r"[\d,.]*\d", cell)]


def _finite(*values: float) -> list[float]:
    return [value for value in values if not math.isinf(value)]


def test_figures_of_the_record_are_what_is_computed(assessment: geo.Assessment) -> None:
    """README and docs give the distance and by how much it is beyond what was claimed."""
    findings = {finding.claim: finding for finding in assessment.findings}
    separation, direction = findings["claim-separation"], findings["claim-direction"]
    assert separation.measured
    distance, gap = f"{separation.measured.distance_m:,.1f} m", f"{separation.gap_m:,.1f} m"
    for page in (ROOT / "README.md", DOCS / "index.md", DOCS / "verdicts.md"):
        text = " ".join(page.read_text("utf-8").split())
        assert distance in text
        assert gap in text
    verdicts = (DOCS / "verdicts.md").read_text("utf-8")
    assert f"{direction.gap_deg:.1f}° beyond a whole sector" in " ".join(verdicts.split())


def test_contributors_are_told_of_targets_that_exist() -> None:
    """Each `make …` of CONTRIBUTING.md is a target of the Makefile."""
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"^make (\w+)", (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    assert named
    assert set(named) <= set(targets)


def test_the_workflow_runs_the_same_checks_and_trusts_no_tag() -> None:
    """It calls .ci/run, has no permission by default, and names each action by its commit."""
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert "- run: .ci/run" in text
    assert "\npermissions: {}\n" in text
    actions = re.findall(r"uses: (\S+)", text)
    assert actions
    for action in actions:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)
