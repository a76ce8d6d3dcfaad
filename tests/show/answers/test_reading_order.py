"""Figures beside text from right to left keep their order, on paper and on the page alike."""

import time

import pytest

from geo.show.answers.reading_order import FIGURE
from tests.javascript import run

WRITTEN = {
    "الضربة رقم 2 (Iskander-M 9M723)": ["2", "9M723"],
    "القطعة KS-101/07?2 قرب الجسر": ["KS-101/07?2"],
    "КС-101/0732 قرب": ["КС-101/0732"],
    "يوم 2021-03-15T13:20+04:00 قرب": ["2021-03-15T13:20+04:00"],
    "القريبة 39.7605, 46.7427 مدينة": ["39.7605, 46.7427"],
    "عند 39°45'38.10\"N 46°44'33.90\"E قرب": ["39°45'38.10\"N 46°44'33.90\"E"],
    "ב-15.3.2021 במרחק": ["15.3.2021"],
    "٢٠٢١-٠٣-١٥ قرب 780مترا": ["٢٠٢١-٠٣-١٥", "780"],
    "-5 قرب Iskander": ["-5"],
    "على بُعد 1٬000 متر أو 1،5 كم": ["1٬000", "1،5"],
}


@pytest.mark.parametrize(("text", "figures"), WRITTEN.items(), ids=map(str, range(len(WRITTEN))))
def test_a_figure_is_isolated_with_all_its_letters(text: str, figures: list[str]) -> None:
    """A marking, a time or a pair of coordinates is one piece: no part of it can stand on the other side of the rest."""
    assert FIGURE.findall(text) == figures
    shown = run(
        "dom", "(text) => dom.el('p', {}, text).children.filter((one) => one.tag === 'bdi').map((one) => one.text)", text
    )
    assert shown == figures


@pytest.mark.parametrize("text", ["a.", "a!", "1,", "1 ", "1 a", "+", "(", "a1٪"])
def test_long_texts_take_no_longer_by_the_letter(text: str) -> None:
    """Text made to be slow is searched in a time that grows with its length alone."""
    started = time.process_time()
    FIGURE.findall(text * 20_000)
    assert time.process_time() - started < 5
