"""Hostile text stays text: one function for each place where text ends up, and every place where it does."""

import csv
import html
import inspect
import io
import json
import re
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

import geo
import geo.cli
from geo.record import escape
from geo.record.facts import facts_of
from geo.record.kinds import KINDS, Located
from geo.record.values import ID, TEXT
from geo.show.exports.writing import write_export
from geo.show.report.write import write_report

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script><!--",
    "\" onmouseover='x' ]]> &lt; &amp;",
    "$[name] ${x} {{ 7*191 }} <%= x %>",
    "[a](javascript:alert(1)) ![b](http://a.example/x) <http://b.example> | `c` **d** www.e.example",
    "\x1b[31m \x9b2J \u202e \u2066 \u200b \u2028 \u2029 \x00\x07\x7f \ufeff",
    "\n::error file=a::b %0A::warning::c\r\n=cmd|' /C calc'!A0",
    "<font size=90>&#60; \\ \\u003c",
    "Şuşa Շուշի شوشا 😀",
)
HOSTILE = "".join(PAYLOADS)
HALF = "\ud800"
"""A lone surrogate, which no encoding of text can hold."""


class _Markup(HTMLParser):
    """The elements and attributes of a piece of HTML, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def _printable(text: str) -> None:
    assert escape.printable(text).replace("\u200c", "").isprintable()


def _marked(text: str) -> None:
    assert escape.mark_unseen(text).replace("\u200c", "").replace("\t", "").replace("\n", "").isprintable()


def _json(text: str) -> None:
    made = escape.json_escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(made) == text
    assert made.isprintable()


def _script(text: str) -> None:
    made = escape.escape_script_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(made) == text
    assert not set(made) & set("<>&\n\u2028\u2029\ud800")


def _html(text: str) -> None:
    made = _Markup(f'<p title="{escape.escape_html(text)}">{escape.escape_html(text)}</p>')
    assert made.tags == ["p"]
    assert made.attributes == [("title", escape.printable(text))]
    assert made.text == escape.printable(text)


def _kml(text: str) -> None:
    made = escape.escape_kml_description(text)
    assert set(_Markup(made).tags) <= {"br"}
    assert "$[" not in made
    assert _Markup(made).text == text


def _kml_links(text: str) -> None:
    address = f"https://a.example/{text}"
    made = _Markup(escape.link_kml_addresses(escape.escape_kml_description(f"see {address} and {text}")))
    assert set(made.tags) <= {"br", "a"}
    assert {name for name, _ in made.attributes} == {"href"}
    assert all(str(value).startswith(("https://", "http://")) for _, value in made.attributes)
    assert made.text == f"see {address} and {text}"


def _xml(text: str) -> None:
    element = ET.Element("a")
    element.text = escape.escape_xml(text)
    assert ET.fromstring(ET.tostring(element, encoding="unicode")).text == element.text  # noqa: S314  # ours
    element.text.encode()


def _markdown(text: str) -> None:
    made = _Markup(MarkdownIt("commonmark").enable("table").render(escape.escape_markdown(text)))
    assert made.tags == ["p"]
    assert made.text.strip() == escape.printable(text).strip()


def _csv_cell(text: str) -> None:
    for one in (text, f"={text}", f"'-{text}", f"\t{text}"):
        made = escape.escape_csv_cell(one)
        assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert escape.unescape_csv_cell(made) == one


def _csv_text(text: str) -> None:
    for one in (text, f"={text}", "007", "'007", "1-2", "Mar 1", "1e5", "TRUE", "13:20", "2021-03-15", "1.50", "9" * 16):
        made = escape.escape_csv_text(one)
        assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n", *"0123456789", "M", "T"))
        assert escape.unescape_csv_cell(made) == one


def _annotation(text: str) -> None:
    assert escape.escape_annotation(text).replace("\u200c", "").isprintable()
    assert "%0A::error" in escape.escape_annotation(HOSTILE)


def _property(text: str) -> None:
    assert not set(escape.escape_annotation_property(text)) & set(":,\r\n")


def _toml(text: str) -> None:
    text = text.replace(HALF, "")
    assert tomllib.loads(f"a = {escape.quote_toml(text)}") == {"a": text}


SINKS: dict[str, Callable[[str], None]] = {
    "printable": _printable,
    "mark_unseen": _marked,
    "json_escaped": _json,
    "escape_script_json": _script,
    "escape_html": _html,
    "escape_kml_description": _kml,
    "link_kml_addresses": _kml_links,
    "escape_xml": _xml,
    "escape_markdown": _markdown,
    "escape_csv_cell": _csv_cell,
    "escape_csv_text": _csv_text,
    "unescape_csv_cell": _csv_cell,
    "escape_annotation": _annotation,
    "escape_annotation_property": _property,
    "quote_toml": _toml,
}


@pytest.mark.parametrize("text", [*PAYLOADS, HOSTILE, HALF + HOSTILE], ids=range(len(PAYLOADS) + 2))
@pytest.mark.parametrize("name", SINKS)
def test_hostile_text_is_text_again_for_whoever_reads_it(name: str, text: str) -> None:
    """What each function makes is read by a parser of its own language as text, with no markup, command or formula in it."""
    if HALF in text and name in ("escape_html", "escape_kml_description", "escape_markdown"):
        text = escape.printable(text) if name != "escape_kml_description" else text
    SINKS[name](text)


def test_each_function_is_poured_into() -> None:
    """No public function of the module is left out of the test above."""
    made = {name for name, one in inspect.getmembers(escape, inspect.isfunction) if not name.startswith("_")}
    assert made == set(SINKS)


def test_what_is_not_escaped_is_noticed() -> None:
    """The checks fail for text that nobody escaped, so that they can fail."""
    assert _Markup(HOSTILE).tags != []
    assert ("onerror", "alert(1)") in _Markup(HOSTILE).attributes
    assert _Markup(MarkdownIt("commonmark").render(PAYLOADS[4])).tags != ["p"]
    with pytest.raises(json.JSONDecodeError):
        json.loads(f'"{HOSTILE}"')
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(f'a = "{HOSTILE}"')


# end to end


def _hostile_file(folder: Path, hostile: str = HOSTILE) -> Path:
    """A record of each kind whose texts, ids included, are hostile."""
    point = {"type": "Point", "coordinates": [46.5, 39.25]}
    fixed: dict[str, dict[str, object]] = {
        "strike_report": {"lethal_radius_m": 200},
        "distance_claim": {"distance_m": 9},
        "direction_claim": {"direction": "NE"},
        "arrival_claim": {"direction": "NE"},
        "zone": {"zone_type": "evacuation", "radius_m": 300},
    }
    ends: dict[str, object] = dict.fromkeys(("from", "site", "about", "at"), f"fragment_site {hostile}")
    ends |= dict.fromkeys(("to", "of", "origin"), f"strike_report {hostile}")
    features = []
    for kind, record in KINDS.items():
        texts = {
            fact.name: f"={fact.name} {hostile}"
            for fact in facts_of(record)
            if record.properties[fact.name].reader in (TEXT, ID)
            and fact.name not in ("published_coordinates", "geodetic_datum", "offset_from", "language")
        }
        known = {name: end for name, end in ends.items() if name in {fact.name for fact in facts_of(record)}}
        properties = {"kind": kind, **texts, "sources": [f"source {hostile}"], **fixed.get(kind, {}), **known}
        if kind == "attribute_claim":
            properties |= {"value": hostile}
        geometry = point if issubclass(record, Located) else None
        features.append({"type": "Feature", "id": f"{kind} {hostile}", "geometry": geometry, "properties": properties})
    path = folder / "a<b>&$[name]%0A::.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": hostile, "features": features}), "utf-8")
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> geo.Assessment:
    """What follows from the hostile file."""
    return geo.assess(geo.read_sites(_hostile_file(tmp_path_factory.mktemp("hostile"))))


def _is_harmless(markup: str) -> None:
    found = _Markup(markup)
    assert not {name for name, _ in found.attributes} & {"onerror", "onmouseover", "size"}
    assert not [value for _, value in found.attributes if value and value.lower().startswith("javascript:")]
    assert "img src" not in " ".join(found.tags)


@pytest.mark.parametrize("ending", [".html", ".md", ".pdf"])
def test_a_report(ending: str, hostile: geo.Assessment, tmp_path: Path) -> None:
    """A report has the hostile text as text, and no element, link or attribute of its making."""
    path = write_report(hostile, tmp_path / f"r{ending}")
    if ending == ".pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        assert "onerror=alert(1)" in " ".join(text.split())
        return
    text = path.read_text("utf-8")
    markup = text if ending == ".html" else MarkdownIt("commonmark").enable("table").render(text)
    _is_harmless(markup)
    assert "<img src=x onerror=alert(1)>" in _Markup(markup).text


def test_the_page(hostile: geo.Assessment, tmp_path: Path) -> None:
    """A page has the scripts and elements of one whose texts are harmless."""
    texts = [
        geo.write_map(one, tmp_path / "m.html").read_text("utf-8")
        for one in (hostile, geo.assess(geo.read_sites(_hostile_file(tmp_path, "harmless"))))
    ]
    stills = [text[text.index("<noscript>") : text.index("</noscript>")] for text in texts]
    made, plain = (_Markup(text.replace(still, "")) for text, still in zip(texts, stills, strict=True))
    assert set(_Markup(stills[0]).tags) - {"bdi"} <= set(_Markup(stills[1]).tags)  # around names that run the other way
    assert made.tags == plain.tags
    assert [name for name, _ in made.attributes] == [name for name, _ in plain.attributes]


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--format", "github"], ["check", "--format", "sarif"], ["report"], ["sources"]]
)
def test_a_terminal(words: list[str], tmp_path: Path) -> None:
    """Nothing that steers a terminal is printed, and no line is a command to GitHub that is not ours."""
    path = _hostile_file(tmp_path)
    if words[0] == "check":
        collection = json.loads(path.read_text("utf-8"))
        collection["features"][0]["properties"] |= {HOSTILE: HOSTILE, "sources": [HOSTILE], "found_on": HOSTILE}
        path.write_text(json.dumps(collection), "utf-8")
    done = CliRunner().invoke(geo.cli.geo, [*words, str(path)])
    assert done.exit_code in (0, 1)
    lines = done.output.splitlines() if "\u2028" not in done.output else []
    assert lines
    assert all(line.replace("\u200c", "").isprintable() for line in lines)
    commands = [line for line in lines if line.startswith("::")]
    assert all(re.match(r"::(error|warning) file=[^:,]*,line=\d+,col=\d+,title=[^:,]*", line) for line in commands)
    assert not [line for line in commands if line.startswith("::error file=a::")]


@pytest.mark.parametrize("ending", [".kml", ".gpx"])
def test_xml(ending: str, hostile: geo.Assessment, tmp_path: Path) -> None:
    """An XML file is read back, and no description has an element but line breaks, or a name that is replaced."""
    root = ET.parse(write_export(hostile, tmp_path / f"x{ending}")).getroot()  # noqa: S314  # ours
    for one in root.findall(".//{*}Placemark/{*}description"):
        assert set(_Markup(one.text or "").tags) <= {"br", "a"}
        assert "$[" not in (one.text or "")
    assert "onerror=alert(1)" in html.unescape("".join(root.itertext()))


@pytest.mark.parametrize("name", ["records.csv", "claims.csv", "sources.csv", "x.dwc.csv"])
def test_csv(name: str, hostile: geo.Assessment, tmp_path: Path) -> None:
    """No cell of a CSV file is a formula, numbers aside."""
    layer = name.removesuffix(".csv") if name in ("claims.csv", "sources.csv") else "records"
    text = write_export(hostile, tmp_path / name, layer=layer).read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert any("onerror" in cell for cell in cells)
    assert [cell for cell in cells if re.match(r"[=+\-@\t\r\n]", cell) and not re.fullmatch(r"-?[\d.]+", cell)] == []


@pytest.mark.parametrize("name", ["x.jsonld", "x.json"])
def test_json(name: str, hostile: geo.Assessment, tmp_path: Path) -> None:
    """JSON that is made to be embedded has no character that could end a script."""
    text = write_export(hostile, tmp_path / name).read_text("utf-8")
    assert json.loads(text)
    assert not set(text) & set("<>&\u2028\u202e\x1b")


def test_a_notebook(hostile: geo.Assessment) -> None:
    """A value that shows itself in a notebook shows hostile text as text."""
    for one in (hostile, hostile.sites, hostile.findings[0], *hostile.sites):
        markup = one._repr_html_()
        assert set(_Markup(markup).tags) <= {"table", "caption", "tbody", "tr", "th", "td", "p"}


def test_a_proposed_mapping(tmp_path: Path) -> None:
    """A mapping that is proposed for a table with hostile headings is TOML."""
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["latitude", "longitude", HOSTILE.replace("\x00", "")], ["39.75", "46.75", "x"]])
    done = CliRunner().invoke(geo.cli.geo, ["import", str(path), "--propose"])
    assert done.exit_code == 0
    assert tomllib.loads(done.stdout)
