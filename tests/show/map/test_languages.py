"""The page's own words in other languages: the message files, and what the page's scripts make of them."""

import html
import io
import json
import random
import re
import string
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

import geo
from geo.judge.verdict.interval import Verdict
from geo.show.map import live, still
from geo.show.map.basemap import NOTES
from geo.show.map.languages import (
    CONTEXT_END,
    LANGUAGES,
    PLURALS,
    Message,
    PageSentence,
    all_messages,
    direction,
    messages_of,
    parse_messages,
    translate,
)
from tests.conftest import Run
from tests.javascript import run as run_script
from tests.unwrapped import find_unwrapped
from tests.update_messages import MAP, file_of, in_script, source_messages, update

TRANSLATED = [language for language in LANGUAGES if language != "en"]
HEADER = 'msgid ""\nmsgstr "Language: fr\\n"'


def key(message: object, context: str | None) -> str:
    text = message[0] if isinstance(message, tuple | list) else str(message)
    return f"{context}{CONTEXT_END}{text}" if context else text


def forms(message: Message) -> list[str]:
    return [message] if isinstance(message, str) else list(message.values())


SOURCE = {key(one.id, one.context): one.id for one in source_messages() if one.id}


# --- message files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_message_files_are_read_as_babel_reads_them(language: str) -> None:
    """Our reader finds the same texts and plural forms as Babel's."""
    catalog = read_po(io.BytesIO(file_of(language).read_bytes()), locale=language, abort_invalid=True)
    expected = {}
    for one in catalog:
        texts = [one.string] if isinstance(one.string, str) else list(one.string or [])
        if one.id and all(texts):
            plural = isinstance(one.id, tuple | list)
            expected[key(one.id, one.context)] = dict(zip(PLURALS[language], texts, strict=True)) if plural else texts[0]
    assert messages_of(language) == expected


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_go_by_the_categories_of_the_browser(language: str) -> None:
    """The form that the file's rule picks for a number is the one whose category the browser's rule gives."""
    rule = read_po(io.BytesIO(file_of(language).read_bytes()), locale=language).plural_expr
    counts = [*range(250), 1000, 1001, 1_000_000, 1_000_001, 2_000_000]
    categories = run_script("habits", f"counts => counts.map((count) => habits.pluralCategory('{language}', count))", counts)
    # gettext's rules are expressions of C, of which these files use the part that Python shares
    python = re.sub(r"\|\|", " or ", re.sub(r"&&", " and ", rule))
    assert [PLURALS[language][choose(python, count)] for count in counts] == categories


def choose(rule: str, n: int) -> int:
    """The value of a nested "condition ? number : rest" for a number."""
    rule = rule.strip()
    while rule.startswith("(") and rule.endswith(")") and "?" in rule and closes_at_the_end(rule):
        rule = rule[1:-1].strip()
    if "?" not in rule:
        return int(eval(rule, {"n": n}))  # noqa: S307  # of our own files
    condition, rest = rule.split("?", 1)
    first, other = rest.split(":", 1)
    return choose(first if eval(condition, {"n": n}) else other, n)  # noqa: S307


def closes_at_the_end(text: str) -> bool:
    depth = 0
    for at, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return at == len(text) - 1
    return False


def test_a_message_file_says_what_is_wrong_with_it() -> None:
    """A line that is no message, a text that is not quoted, and missing plural forms are refused."""
    for text, words in {
        "nonsense": "block 1 of a message file: 'nonsense' is not a message",
        'msgid "a"\nmsgstr b': "'msgstr b' is not a message",
        '"continued"': "is not a message",
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"': "'a' has 1 plural forms and not one for each of one, other",
    }.items():
        with pytest.raises(ValueError, match=re.escape(words)):
            parse_messages(text, ("one", "other"))


def test_what_is_not_translated_or_guessed_is_left_out() -> None:
    """An empty translation and one that is marked as fuzzy are missing; quotes, breaks and contexts are kept."""
    blocks = [
        HEADER,
        'msgid "empty"\nmsgstr ""',
        '#, fuzzy\nmsgid "guessed"\nmsgstr "deviné"',
        '# note\n#: web/a.js\nmsgctxt "thing"\nmsgid "found"\nmsgstr "trouvé"',
        'msgid "a \\"b\\"\\n"\nmsgstr ""\n"c "\n"\\"d\\""',
        'msgid "{count} row"\nmsgid_plural "{count} rows"\nmsgstr[0] "{count} ligne"\nmsgstr[1] ""',
    ]
    text = "\n\n".join(blocks)
    assert parse_messages(text, ("one", "other")) == {f"thing{CONTEXT_END}found": "trouvé", 'a "b"\n': 'c "d"'}


# --- translations ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_file_has_the_texts_of_the_page(language: str) -> None:
    """No text of the page is missing from a message file, and none is there that the page does not use."""
    assert update(language).decode() == file_of(language).read_text("utf-8"), "run python -m tests.update_messages"


def test_a_new_text_would_be_noticed() -> None:
    """The comparison sees a text that no message file has, an unused one, and one with another context."""
    texts = in_script(
        't("new"); tc("place", "new"); plural(n, "one", "many"); later("x"); other("unseen"); t(`a`); t(name); t("b {c}", { c: `${t("d")} e` });'
    )
    assert texts == [
        ("new", None),
        ("new", "place"),
        (("one", "many"), None),
        ("x", None),
        ("a", None),
        ("d", None),
        ("b {c}", None),
    ]


def count_missing(language: str) -> int:
    return len(SOURCE.keys() - messages_of(language).keys())


@pytest.mark.parametrize("language", TRANSLATED)
def test_missing_words_are_counted(language: str) -> None:
    """No language lacks a word that English has."""
    assert count_missing(language) == 0, sorted(SOURCE.keys() - messages_of(language).keys())


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


def wrong_placeholders(source: object, message: Message) -> list[str]:
    """The forms whose placeholders are not those of the English text; "one" may do without the count."""
    english = placeholders(source[-1] if isinstance(source, tuple | list) else str(source))
    optional = ["count"] if not isinstance(message, str) else []
    return [
        form
        for form in forms(message)
        if placeholders(form) != english and [*placeholders(form), *optional] != [*(set(english) - set(optional)), *optional]
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_agree(language: str) -> None:
    """A translation has the placeholders of the English text."""
    wrong = {name: wrong_placeholders(SOURCE[name], text) for name, text in messages_of(language).items() if name in SOURCE}
    assert not {name: text for name, text in wrong.items() if text}


def test_a_wrong_placeholder_would_be_noticed() -> None:
    """A placeholder that is misspelt, missing or added is seen; a form for one thing may do without the count."""
    assert wrong_placeholders("{a} b", "{b} b")
    assert wrong_placeholders("{a} b", "b")
    assert wrong_placeholders("b", "{a} b")
    assert wrong_placeholders(("{count} b", "{count} c"), {"one": "b", "other": "{counts} c"})
    assert not wrong_placeholders(("{count} b", "{count} c"), {"one": "b", "other": "{count} c"})


# --- in the page ----------------------------------------------------------------------------------------------------------

SPEAK = "([language, tables]) => { messages.speak(language, tables); return %s; }"
TABLES = {
    "keys": ["{count} record", "{low} to {high}", f"thing{CONTEXT_END}found"],
    "ru": [{"one": "{count} запись", "few": "{count} записи", "many": "{count} записей"}, "от {low} до {high}", "найдено"],
    "ar": [None, "{low} إلى {high}", None],
}


def speak(language: str, what: str, tables: object = TABLES) -> object:
    return run_script("messages", SPEAK % what, [language, tables])


def test_texts_are_translated_with_their_values() -> None:
    """A text, a text with a context and a plural come in the language, and as they are where it is English."""
    what = '[messages.t("{low} to {high}", { low: 1, high: 2 }), messages.tc("thing", "found"), ...[1, 3, 5, 1234].map((n) => messages.plural(n, "{count} record", "{count} records"))]'
    assert speak("en", what) == ["1 to 2", "found", "1 record", "3 records", "5 records", "1,234 records"]
    assert speak("ru", what) == ["от 1 до 2", "найдено", "1 запись", "3 записи", "5 записей", "1\u00a0234 записи"]


def test_a_missing_word_falls_back_to_english_and_is_counted() -> None:
    """What a language lacks is said in English, and the page knows of it; English lacks nothing."""
    what = '[messages.tc("thing", "found"), messages.plural(2, "{count} record", "{count} records"), messages.t("new"), messages.missing()]'
    assert speak("ru", what) == ["найдено", "2 записи", "new", ["new"]]
    isolated = "\u20682\u2069"
    assert speak("ar", what) == ["found", f"{isolated} records", "new", ["found", "{count} record", "new"]]
    assert speak("en", what) == ["found", "2 records", "new", []]


@pytest.mark.parametrize("language", ["xx", "", "keys", "__proto__", "constructor"])
def test_an_unknown_language_is_english(language: str) -> None:
    """A link may ask for anything."""
    assert speak(language, '[messages.spoken(), messages.t("{low} to {high}", { low: 1, high: 2 })]') == ["en", "1 to 2"]


def test_values_keep_their_own_direction() -> None:
    """In a sentence that runs to the left, and where a value may, the value is isolated; nothing in it ends the isolation."""
    what = '[messages.t("{low} to {high}", { low: "5 m", high: "دمشق" }), messages.t("{low} to {high}", { low: "\\u2069x", high: "{low}" })]'
    assert speak("ru", what) == ["от 5 m до \u2068دمشق\u2069", "от [U+2069]x до {low}"]
    assert speak("ar", what) == ["\u20685 m\u2069 إلى \u2068دمشق\u2069", "\u2068[U+2069]x\u2069 إلى \u2068{low}\u2069"]


@pytest.mark.parametrize(
    ("language", "number"),
    [
        ("en", "1,234,567.5"),
        ("ru", "1\u00a0234\u00a0567,5"),
        ("az", "1.234.567,5"),
        ("hy", "1\u00a0234\u00a0567,5"),
        ("uk", "1\u00a0234\u00a0567,5"),
        ("fr", "1\u202f234\u202f567,5"),
        ("ar", "1,234,567.5"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, number: str) -> None:
    """Groups and decimals follow the language; the digits stay those of the published coordinates."""
    tables = {"keys": ["a"], **{one: ["a"] for one in TRANSLATED}}
    assert speak(language, "messages.formatted(1234567.46, { maximumFractionDigits: 1 })", tables) == number


@pytest.mark.parametrize(("language", "tag"), [("az", "az"), ("hy", "hy"), ("en", "en_GB")])
def test_what_browsers_are_not_asked_for_is_as_in_cldr(language: str, tag: str) -> None:
    """Names of months, dates, separators and rows of names of our own table are CLDR's."""
    cldr = Locale.parse(tag)
    days = [[2021, month, 2 * month] for month in range(1, 13)]
    ask = """([language, days]) => days.map(([year, month, day]) => {
      const date = new Date(Date.UTC(year, month - 1, day));
      return [habits.dayWords(language, date), habits.monthWords(language, date)];
    })"""
    skeletons = cldr.datetime_skeletons
    for (year, month, day), found in zip(days, run_script("habits", ask, [language, days]), strict=True):
        expected = [format_date(date(year, month, day), skeletons[name].pattern, tag) for name in ("yMMMMd", "yMMMM")]
        assert found == [text.replace("\u2024", ".") for text in expected]  # CLDR's dot is a letter that few fonts have
    ask = "(language) => [habits.numberWriter(language, { maximumFractionDigits: 2 })(1234567.25), habits.rowOf(language, ['a', 'b', 'c'])]"
    number, row = run_script("habits", ask, language)
    assert number == format_decimal(1234567.25, locale=tag)
    assert row == format_list(["a", "b", "c"], locale=tag)


@pytest.mark.parametrize(
    "options",
    [
        *({"minimumFractionDigits": least, "maximumFractionDigits": least + more} for least in (0, 2) for more in (0, 1, 4)),
        {"maximumSignificantDigits": 12},
    ],
    ids=str,
)
def test_english_numbers_are_those_of_the_browser(options: dict[str, int]) -> None:
    """Where no half is rounded, what our table writes is what `Intl` writes, from a ten-millionth to a trillion."""
    choose = random.Random(1275)
    values = [
        choose.choice((1, -1)) * (choose.randrange(1, 10**9) + 0.37) / 10.0 ** choose.randrange(-3, 16) for _ in range(500)
    ]
    values = [0.0, 1.0, 0.1, 999.96, 1234.5, 999_999.9, *(value for value in values if value > 0 or value < -1)]
    ask = """([values, options]) => values.map((value) => [
      habits.numberWriter("en", options)(value), new Intl.NumberFormat("en-GB", options).format(value)])"""
    for ours, theirs in run_script("habits", ask, [values, options]):
        assert ours == theirs


def test_a_page_starts_in_the_language_that_was_asked_for(assessment: geo.Assessment) -> None:
    """The document says its language and direction, and what stands in the markup is translated; the map runs to the right."""
    page = geo.draw_map(assessment, language="ar").get_root().render()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'dir="ltr" tabindex="-1" data-label="Map" aria-label="الخريطة">' in page
    assert direction("ar") == "rtl"
    assert translate("ar", "no such text") == "no such text"


def test_an_unknown_language_is_refused(assessment: geo.Assessment, run: Run) -> None:
    """In Python and on the command line, with the languages that there are."""
    with pytest.raises(ValueError, match=r'the page has no words in "de"; it has them in en, ru, az, hy, uk, fr, ar'):
        geo.draw_map(assessment, language="de")
    for command in ("map", "watch"):
        status, _, error = run(command, "--language", "de")
        assert (status, "'de' is not one of 'en', 'ru', 'az', 'hy', 'uk', 'fr', 'ar'" in error) == (2, True)


def test_the_command_line_offers_the_languages_of_the_page(run: Run) -> None:
    """Its list is written out, since looking it up would load the map."""
    _, text, _ = run("map", "--help")
    assert f"[{'|'.join(LANGUAGES)}]" in text


def test_all_languages_travel_in_little_room() -> None:
    """What the page carries is small, and the same for all languages."""
    tables = all_messages()
    assert set(tables) == {"keys", *TRANSLATED}
    assert {len(column) for column in tables.values()} == {len(tables["keys"])}
    assert json.loads(json.dumps(tables)) == tables
    assert MAP.is_dir()


# --- nothing is left out ----------------------------------------------------------------------------------------------------


OWN_WORDS = {"habits.js"}
"""What holds words of single languages, for what browsers lack."""


@pytest.mark.parametrize(
    "path", sorted(path for path in MAP.glob("web/*.js") if path.name not in OWN_WORDS), ids=lambda path: path.name
)
def test_no_words_are_left_unwrapped(path: Path) -> None:
    """Each literal that a reader sees goes through a function of messages.js."""
    assert not list(find_unwrapped(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('el("p", {}, "Legend")', ["Legend"]),
        ('part("Findings", all)', ["Findings"]),
        ('el("p", {}, ["measured", el("b", {}, "inside")])', ["measured", "inside"]),
        ('el("b", { "aria-label": "Map", class: "two words" })', ["Map"]),
        ("button.textContent = `Show ${more}`;", ["Show "]),
        ('const words = ok ? "No source is given" : t("fine words");', ["No source is given"]),
        ("say(box, `${count} rows left`);", [" rows left"]),
        ("x = `${el('p', {}, 'Hidden words')}`", ["Hidden words"]),
        ('return /["x]/.test(y) ? "two words" : z;', ["two words"]),
        ("x = `<svg width='2'><title>Two words</title></svg>`", ["<svg width='2'><title>Two words</title></svg>"]),
        ("x = `<svg width='2'><path d='M0 0' fill='red'/></svg>`", []),
        ('plural(n, "one row", "many rows"); tc("a b", "c d"); later("e f"); t("g {h}", { h: `${i} j k` })', []),
        ('throw new Error(`record ${id} has no position`); map.on("move end", draw); // two words', []),
        ('label(L, `alone ${kind} name`, 1, t("x")); el("a", { rel: "one two", class: `a b ${c}` }, "WGS 84");', []),
    ],
)
def test_unwrapped_words_would_be_noticed(script: str, found: list[str]) -> None:
    """Children, spoken attributes, texts that are set and sentences anywhere are seen; names of styles and events are not."""
    assert [text for _, text in find_unwrapped(script)] == found


def test_the_markup_has_no_words_of_its_own() -> None:
    """What stands in the page's markup goes through the translation, and its English stands beside it for the scripts."""
    markup = (MAP / "web" / "page.html").read_text("utf-8")
    outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->", "", markup, flags=re.DOTALL)
    assert not re.findall(r">\s*([^<>\s][^<>]*)<", outside)
    shown = re.findall(r'data-(?:words|label)="([^"]+)"[^>]*?\{\{ t\("([^"]+)"\) \}\}', markup)
    assert shown
    assert all(english == said for english, said in shown)
    assert not re.search(r'(?:aria-label|title|alt|placeholder)="(?!\{\{)', outside.replace('=""', ""))


def test_styles_follow_the_direction_of_the_text() -> None:
    """Sides are "start" and "end", but for what lies on the map, which runs to the right, or is the same on both sides."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", (MAP / "web" / "webmap.css").read_text("utf-8"))
    sided = {
        selector.strip().splitlines()[-1]
        for selector, body in rules
        if re.search(r"\b(?:padding|margin|border)-(?:left|right)\b|text-align: (?:left|right)|float:", body)
    }
    assert sided <= {".north::before"}


# --- sentences of Python --------------------------------------------------------------------------------------------------

COUNTS = [*range(130), 199, 1000, 1001, 1234, 1_000_000]


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_take_the_forms_of_the_page(language: str) -> None:
    """A counted sentence of Python reads as the page's own: the same plural form, and thousands divided alike."""
    one, many = "{count} is contradicted", "{count} are contradicted"
    ask = f"counts => counts.map((count) => messages.plural(count, {json.dumps(one)}, {json.dumps(many)}))"
    theirs = run_script("messages", ask, COUNTS, language)
    assert [PageSentence(one, many, count).said(language) for count in COUNTS] == theirs
    assert language == "en" or not any("contradicted" in one for one in theirs)


def test_sentences_of_python_are_in_the_message_files() -> None:
    """What is said without scripts, of a watched file and of tiles in the page is among the texts that translators see."""
    said = [*still.TEXTS, *live.TEXTS, *NOTES, *still.COUNTED.values(), still.OF_CLAIMS]
    texts = {text for one in said for text in ([one] if isinstance(one, str) else one) if text}
    assert len(texts) > 25
    known = {text for one in source_messages() if one.id for text in ([one.id] if isinstance(one.id, str) else one.id)}
    assert texts <= known


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_page_without_scripts_begins_in_its_language(language: str, assessment: geo.Assessment) -> None:
    """The sentence that counts the verdicts is the one with which the page with scripts begins, and is not marked as English."""
    text = geo.draw_map(assessment, online=False, language=language).get_root().render()
    without = re.search(r"<noscript>(.*?)</noscript>", text, re.DOTALL)
    assert without
    (heading,) = re.findall(r"<h2>(.*?)</h2>", without[1])[:1]
    assert not re.search(r"[A-Za-z]{3,}", heading) or language in ("az", "fr")
    tally = [
        PageSentence(*still.COUNTED[one], count).said(language)
        for one, count in ((Verdict.CONTRADICTED, 2), (Verdict.UNTESTABLE, 20))
    ]
    assert all(part in html.unescape(heading) for part in tally)
    assert translate(language, "Method and limits") in html.unescape(without[1])
