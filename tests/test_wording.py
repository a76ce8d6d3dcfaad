"""Wording: sentences of the package and of the documentation are plain English."""

import ast
import re
import tomllib

from .conftest import ROOT

HOUSE_WORDS = (
    r"anew",
    r"at the most",
    r"behind its last",
    r"by lot",
    r"digits alone tell",
    r"is said of",
    r"leaves? (it )?open",
    r"most first",
    r"nobody is named",
    r"nothing of (what|where|who)",
    r"reckon(ed|s|ing)?",
    r"so surely",
    r"speaks? of",
    r"spoken of",
    r"take account of",
    r"the very",
    r"turn (the|a) verdict",
    r"were it true",
)
"""Turns of phrase that a native editor would strike out, as patterns between word boundaries."""
_HOUSE_WORDS = re.compile(rf"\b({'|'.join(HOUSE_WORDS)})\b", re.IGNORECASE)
READ_PHRASES = "geo/earth/notation/phrases.py"
"""Phrases that the package reads in other people's texts are as people write them."""


def _texts(source: str) -> list[str]:
    """Every text of a module, docstrings included, joined where it goes on in the next line; without the values in f-strings."""
    tree = ast.parse(source)
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    joined = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    texts = ["".join(str(one.value) for one in node.values if isinstance(one, ast.Constant)) for node in joined]
    texts += [str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in inner]
    return [" ".join(text.split()) for text in texts]


def _found(texts: list[str]) -> set[str]:
    return {match[0].lower() for text in texts for match in _HOUSE_WORDS.finditer(text)}


def test_no_text_of_the_package_uses_a_house_word() -> None:
    """No message, help text or docstring of the package, and no story of a problem, uses one of the house words."""
    modules = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted((ROOT / "geo").rglob("*.py"))}
    del modules[READ_PHRASES]
    found = {name: words for name, source in modules.items() if (words := _found(_texts(source)))}
    assert len(modules) > 100
    assert found == {}
    stories = tomllib.loads((ROOT / "geo" / "record" / "stories.toml").read_text("utf-8"))
    assert _found([" ".join(str(text).split()) for story in stories.values() for text in story.values()]) == set()


def test_no_page_of_the_documentation_uses_a_house_word() -> None:
    """No page of the documentation uses one of the house words."""
    pages = {path.name: " ".join(path.read_text("utf-8").split()) for path in sorted((ROOT / "docs").glob("*.md"))}
    assert len(pages) > 5
    assert {name: words for name, text in pages.items() if (words := _found([text]))} == {}


def test_a_house_word_is_noticed() -> None:
    """A house word is found in a docstring, in an f-string, across the lines of a text and in capitals, but not inside a word."""
    source = 'def f(x):\n    """Speaks of\n    x."""\n    return f"{x} at the" f" most", "the " "very", "renew anewspaper"\n'
    assert _found(_texts(source)) == {"speaks of", "at the most", "the very"}
    assert _found(_texts('"A newspaper reads at most one"')) == set()
