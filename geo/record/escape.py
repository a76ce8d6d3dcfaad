"""Makes text from files harmless: one function for each place where text ends up, from a terminal to a spreadsheet.

Jinja escapes what goes into the HTML report, and the page's scripts make text nodes of what they show; all else is here.
"""

from __future__ import annotations

import functools
import html
import json
import re

_UNSEEN = (
    "\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # no width
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # surrogates, and private-use characters
)
"""What steers a terminal, turns the direction of writing, ends a line, or cannot be seen, except C0."""


_JOINERS = "\u200c\u200d"
"""Between letters of many scripts, and in emoji, they belong to the spelling; beside ASCII they only hide."""


@functools.cache
def _for_a_line() -> re.Pattern[str]:
    """What `printable` escapes; so many characters take long to compile, and plain text needs none of it."""
    return re.compile(rf"[\x00-\x1f{_UNSEEN}]|(?<![^\x00-\x7f])[{_JOINERS}]|[{_JOINERS}](?![^\x00-\x7f])")


@functools.cache
def _in_json() -> re.Pattern[str]:
    return re.compile(f"[{_UNSEEN}{_JOINERS}]")


def printable(text: str) -> str:
    r"""Text for one line of a terminal: what steers it, what cannot be seen, and lone surrogates become escapes.

    >>> printable("red: \x1b[31m")
    'red: \\u001b[31m'
    """
    return text if text.isascii() and text.isprintable() else _for_a_line().sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def mark_unseen(text: str) -> str:
    r"""Text for the page, which does the same with its own: what `printable` escapes, but tabs and line feeds, stands as its name.

    >>> mark_unseen("a\u202eb")
    'a[U+202E]b'
    """
    return _for_a_line().sub(_mark, text)


def _mark(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\t\n" else f"[U+{ord(found[0]):04X}]"


def json_escaped(text: str) -> str:
    r"""JSON that means the same, in which whatever `printable` escapes stands as JSON's own escapes.

    >>> json_escaped('{"a": "\x9b31m"}')
    '{"a": "\\u009b31m"}'
    """
    if text.isascii() and "\x7f" not in text:
        return text
    return _in_json().sub(lambda found: json.dumps(found[0])[1:-1], text)


def escape_script_json(text: str) -> str:
    r"""JSON that means the same and can stand between script tags: nothing ends the block, starts a comment or breaks a line.

    >>> escape_script_json('"</script>"')
    '"\\u003c/script\\u003e"'
    """
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def escape_html(text: str) -> str:
    """Text as the content of an HTML element or as a quoted attribute.

    >>> escape_html('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(printable(text))


def escape_kml_description(text: str) -> str:
    """Text as the HTML that a KML description is, in lines; `$[name]` is not replaced by the name.

    >>> escape_kml_description("<i>$[name]")
    '&lt;i&gt;$&#91;name]'
    """
    return html.escape(text).replace("$[", "$&#91;").replace("\n", "<br>\n")


_ADDRESS = re.compile(r"(?<![^\s(>])https?://(?:[^\s<>&\"'\[\]|`\\$,]|&amp;|,(?!\s))+(?<![.,;:)])")


def link_kml_addresses(description: str) -> str:
    """A KML description, escaped already, whose web addresses can be followed.

    >>> link_kml_addresses("see https://a.example/?b=1&amp;c=2.")
    'see <a href="https://a.example/?b=1&amp;c=2">https://a.example/?b=1&amp;c=2</a>.'
    """
    return _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', description)


_NOT_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""All but the characters that XML has. Source: XML 1.0, production 2, Char; a carriage return would be read as a line feed."""


def escape_xml(text: str) -> str:
    """Text as an XML tree can hold it: characters that XML has no way to write become escapes; markup is left to the writer."""
    return _NOT_XML.sub(lambda match: rf"\u{ord(match[0]):04x}", text)


_MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~$#!^]|:(?=//)|(?<=www)\.|@", re.IGNORECASE)
_AT_START = re.compile(r"^([-+=]|\d+(?=[.)](?:\s|$)))")
"""What makes a line a list or a heading: a bullet, a number with a point, a row of dashes."""


def escape_markdown(text: str) -> str:
    r"""Text in which nothing is Markdown, on one line.

    >>> escape_markdown("1. <b>a*b*</b> [x](http://y)")
    '1\\. \\<b\\>a\\*b\\*\\</b\\> \\[x\\](http\\://y)'
    """
    safe = _MARKUP.sub(r"\\\g<0>", printable(text).strip())
    return _AT_START.sub(lambda start: f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}", safe)


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula can begin with, in full width too. Source: OWASP, CSV Injection."""


def escape_csv_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe is put before one that it would.

    >>> escape_csv_cell("=1+1"), escape_csv_cell("780 m"), escape_csv_cell("'=1")
    ("'=1+1", '780 m', "''=1")
    """
    return f"'{text}" if _is_formula(text) else text


_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_CONVERTED = re.compile(
    r"0\d+(?:\.\d+)?|\d{16,}|\d+\.\d*|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?e[+-]?\d+|\d+(?:\.\d+)?%"
    r"|\d{1,4}[-/.]\d{1,4}(?:[-/.]\d{1,4})?|\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?|true|false"
    rf"|\d{{1,2}}[ /-]?{_MONTH}(?:[ /-]?\d{{2,4}})?|{_MONTH}[ /.-]?\d{{1,4}}",
    re.IGNORECASE | re.ASCII,
)
"""Texts that spreadsheets make numbers, days, times or truth values of, with the loss of noughts, signs or digits."""


def escape_csv_text(text: str) -> str:
    """A text that a spreadsheet keeps as it is: an apostrophe is put before a formula, and before what seems a number or a day.

    A whole number of up to fifteen digits is a number, and stays the same.

    >>> escape_csv_text("007"), escape_csv_text("2021-03"), escape_csv_text("42"), escape_csv_text("site-2")
    ("'007", "'2021-03", '42', 'site-2')
    """
    return f"'{text}" if _is_formula(text) or _is_converted(text) else text


def _is_converted(text: str) -> bool:
    return len(text) < _LONGEST_CONVERTED and _CONVERTED.fullmatch(text.lstrip("'")) is not None


_LONGEST_CONVERTED = 100


def unescape_csv_cell(text: str) -> str:
    """The text that `escape_csv_cell` or `escape_csv_text` was given."""
    return text[1:] if text.startswith("'") and (_is_formula(text) or _is_converted(text)) else text


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)


def escape_annotation(text: str) -> str:
    """The message of a GitHub workflow command; a line break in it would begin a command of the file's own making.

    Source: the escapes of `@actions/core`, command.ts: %, CR and LF in all values, colon and comma in properties too.

    >>> escape_annotation("100 %: a, b")
    '100 %25: a, b'
    """
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def escape_annotation_property(text: str) -> str:
    """A property of a GitHub workflow command, such as the name of a file.

    >>> escape_annotation_property("a:b,c")
    'a%3Ab%2Cc'
    """
    return escape_annotation(text).replace(":", "%3A").replace(",", "%2C")


def quote_toml(text: str) -> str:
    r"""Text as a basic string of TOML, in quotation marks: JSON's, and DEL as an escape, which JSON leaves.

    >>> quote_toml("a\x7f")
    '"a\\u007f"'
    """
    return printable(json.dumps(text, ensure_ascii=False))
