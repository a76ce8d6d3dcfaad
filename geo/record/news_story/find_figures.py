"""Finds the figures that a news story states, each with its sentence and the property that it would be.

Nothing here is more than a proposal: a person says which of them to keep. A figure that fits no property, or does not say from
where it is measured, is counted by reason instead of being proposed wrongly. Lengths, bearings, coordinates and months are read in
sixteen languages; the words around them that say what a figure is about are known best in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import decimal

from geo.earth.direction import DirectionSense
from geo.earth.geodesy import inverse
from geo.earth.notation.coordinates import parse_coordinates
from geo.earth.notation.direction import parse_direction
from geo.earth.notation.distance import Distance, parse_distance
from geo.earth.notation.offset import PrintedOffset, parse_offset
from geo.earth.notation.reach import Bound
from geo.record.news_story.dates import StatedDates, find_dates, latest_before
from geo.record.news_story.positions import find_positions
from geo.record.publish.stated_figures import Quantity, StatedFigure, find_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.position import Position
    from geo.record.dates import Dates
    from geo.record.news_story.text import NewsStory, Sentence

_LINK = re.compile(r"https?://|geo:|www\.|maps\.", re.IGNORECASE)
EITHER_END = "either end may be meant"
"""The remark on a direction between two places that does not say from which of them."""
MOST_FIGURES = 200
"""Figures that are proposed; what follows in the story is not searched."""
_BEFORE, _AFTER = 70, 45
"""Characters around a figure in which words say what it is about."""
_YEARS_AGO = 2
"""Years before the story from which on an event is another one: what happened last winter may still be reported."""
_OF_AN_EVENT = frozenset({
    "found_on", "struck_on", "published_distance", "published_offset", "direction", "depth_m", "crater_depth_m", "crater_diameter_m",
})  # fmt: skip
"""Properties that belong to one event; a range or a warhead belongs to a weapon, whenever it was fired."""
_FAR = 40
"""Characters beyond which a word has to do with something else."""
_NOWHERE = 1_000_000
_DATELINE = 600
"""Characters at the beginning of a story among which a date on a line of its own is that of the story."""


class LeftOut(NamedTuple):
    """A figure that is not proposed."""

    text: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """A figure of a story and the property that it would be."""

    kind: str
    """The kind of record that has the property."""
    property: str
    value: str
    """What the property would hold."""
    text: str
    """As the story prints it."""
    start: int
    """Where it starts in the text."""
    line: int
    sentence: str
    place: str | None = None
    """From where it is measured, as the story names it."""
    is_between: bool = False
    """Whether it lies between two places that the story is about."""
    remark: str | None = None
    """What the value alone does not say."""
    language: str | None = None
    """The language of the value, where it cannot be read without."""


@dataclass(frozen=True, slots=True)
class FoundFigures:
    """What a story states."""

    proposals: tuple[ProposedFigure, ...]
    left_out: tuple[LeftOut, ...]
    is_cut: bool
    """Whether the story has more figures than are listed."""


def _words(text: str) -> re.Pattern[str]:
    """A pattern for any of the words; a star stands for any ending."""
    patterns = (re.escape(one).replace(r"\*", r"\w*").replace("_", r"[\s-]+") for one in text.split())
    return re.compile("|".join(rf"(?<!\w){pattern}(?!\w)" for pattern in patterns), re.IGNORECASE)


_LETHAL = _words(
    "deadly lethal* kill kills fatal fragmentation_radius убойн* смертельн* поражени* поражающ* уражен* mortel* létal* öldürücü tödlich* letal* mortal* śmierteln*"
)
_RANGE = _words(
    "range ranges reach reaches capable_of_hitting capable_of_striking can_hit can_strike дальност* дальніст* portée reichweite "
    "can_fly can_travel alcance zasięg* menzil* mənzil* uzaqlığa مدى مداه مداها المدى بمدى"
)
_ACCURACY = _words("accura* cep circular_error margin_of_error precision точност* précision genauigkeit")
_DEPTH = _words(
    "depth depths deep underground below_ground buried глубин* глибин* derinli* dərinli* profondeur tiefe tief profund*"
)
_CRATER = _words("crater craters воронк* вирв* cratère* krater* cráter* huni qıf* lej leja")
_WIDTH = _words("diameter across wide width диаметр* діаметр* diamètre durchmesser diámetro diâmetro średnic* çap* diametr*")
_TRAVEL = _words("flew flown flying flies travel* drove driven drive walk* march* advanced ran")
_CASUALTIES = _words("killed killing died dead injured injuring wounded wounding")
_CORDON = _words("evacuat* cordon* exclusion safe safety closed no-fly buffer perimeter")
_APART = _words(
    "apart from_each_other from_one_another of_each_other of_one_another друг_от_друга один_от_другого "
    "одна_від_одної один_від_одного bir-birindən birbirinden l'un_de_l'autre l’un_de_l’autre les_uns_des_autres voneinander "
    "entre_sí entre_si od_siebie auseinander"
)
_BETWEEN = _words("separated_by distance_between gap_between расстояние_между відстань_між distance_entre abstand_zwischen")
_LAUNCHED = _words("positions position fired_from launched_from launch_site launcher* firing battery выпущен* запущен* позици*")
_OTHER_SITE = re.compile(
    r"(?:the|its)\s+(?:first|second|other|others|former|latter)(?:\s+(?:one|piece|fragment|site|place|crater))?"
)
_PREPOSITION = re.compile(r"(?:от|від|de|du|des|von|vom|der|del|da|do|od)\s+|d['’]", re.IGNORECASE)
_WARHEAD = _words(
    "warhead warheads боеголовк* боезаряд* боев*_част* боєголовк* бойов*_частин* ogive sprengkopf gefechtskopf ojiva ogiva głowic* başlıq* başlığ* "
    "رأس_حربي رأسا_حربيا رأس_حربية برأس_حربي الرأس_الحربي رأسه_الحربي رأسها_الحربي"
)
_MASS = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[,\u00a0 ]\d{3})+|\d{1,6}(?:[.,]\d{1,3})?)[\s-]?(?:kg|kgs|kilos?|kilogram(?:me|m)?s?|кг|килограмм\w*|кілограм\w*|kq|كغ|كلغ|كجم|كيلوغرام\w*|كيلوجرام\w*)(?!\w)",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?:about|around|over|some|approximately|roughly|nearly|almost|up to|at least|more than|less than|свыше|около|более|до|"
    r"environ|etwa|rund|über)\s+(?=$)",
    re.IGNORECASE,
)
_PART_OF_A_WARHEAD = re.compile(r"\b(?:fragments?|parts?|pieces?|remains|remnants) of (?:the |a |its )?warhead", re.IGNORECASE)
_MARKED = _words(
    "marked marking markings serial_number serial_numbers serial_no index index_code code bearing inscription inscribed stamped "
    "stencilled stenciled labelled labeled lettering numbered маркировк* индекс* серийн*_номер* надпис* напис написи написом написами маркуванн* indeks* seriya_nömrə* "
    "numéro_de_série inscription seriennummer aufschrift kennzeichnung"
)
_MARK = re.compile(
    r"[\"“«„'‘](?P<quoted>[^\"“”«»„'‘’\n]{2,40})[\"”»“'’]|(?<![\w.])(?P<code>(?=[\w./-]{0,24}\d)(?=[\w./-]{0,24}[A-ZА-Я]|\d{4})[A-ZА-Я0-9][A-ZА-Я0-9./-]{2,24}"
    r"(?:\s\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?)?)(?![\w°])"
)
_FOUND = _words(
    "found discover* recovered unearthed detected dug_up collected retrieved найден* найшли обнаруж* знайден* виявлен* tapıl* aşkar* "
    "trouvé* retrouvé* découvert* gefunden entdeckt encontrad* hallad* znalezion* bulun*"
)
_STRUCK = _words(
    "struck strike strikes hit hits attack* fired missiles_were_launched missile_was_launched rockets_were_launched shelled shelling landed exploded explosion explosions explode* detonat* "
    "bombard* fell impact* rained удар* обстрел* взрыв* упал* выпущ* атак* обстріл* вибух* vurul* atıl* zərbə* frapp* tiré* tir attaque* "
    "explos* abgefeuert angegriff* angriff* einschlag* impact* lanzad* ataque* ataqu* wystrzel* uderzy* saldır* ateşle*"
)
_STATED = _words(
    "said says told announced statement posted wrote reported reports claimed denied denies confirmed interview published press "
    "briefing according сообщил* заявил* повідоми* bildir* açıqla* déclaré annoncé sagte teilte dijo afirmó powiedział* belirtti taken "
    "filmed delivered signed received"
)
_PUBLISHED = _words("published updated posted опубликован* yayın* publié* veröffentlicht publicado")
_YEARS = re.compile(r"(?:19|20)\d{2}")
_COMPASS = re.compile(
    r"(?:(?P<to>\b(?:to|in|towards?|on|at)\s+(?:the\s+|a\s+)?))?\b(?P<word>(?:due\s+)?(?:north|south|east|west)(?:[-\s]?(?:north|south|east|west)){0,2}"
    r"(?:erly|ern)?)(?P<direction>\s+direction)?(?P<of>\s+(?:of|from)\b)?"
)
_DEGREES = re.compile(r"\s?(?:°|degrees?\b)")
_OPPOSITE = re.compile(r"\bopposite\b|\bthe other\b", re.IGNORECASE)
_STOPS = _words(
    "and where which that who was were is are on in at after before when while but with had has to by near as said says during "
    "since until because according also killing leaving causing using into over under through between within located lying beside "
    "along against toward towards та і и в у где де und wo et où y e ve və که و"
)
_FROM = re.compile(
    r"(?:\s+(?:away|distant|far|to|the|in|direction|[\w-]*(?:north|south|east|west)[\w-]*)){0,5}\s+(?:from|off)\s+"
)
_ABLATIVE = re.compile(
    r"(?<!\w)(?P<name>[A-ZÇƏĞİÖŞÜ][\w-]*?)(?:['’]?[dt][aəe]n|\s+\w+[iıuü]n[dt][aəe]n)\s+"
    r"(?:(?:təxminən|təqribən|yaklaşık)\s+)?$"
)
"""A name, or a name with a noun such as "city", that a figure is counted from: "Şuşadan", "Şuşa şəhərindən"."""
_WITHIN = re.compile(r"(?:within|less than)\b", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|from)\s+")


def find_figures(story: NewsStory, language: str | None = None) -> FoundFigures:
    """The figures that a story states, in its order, at most `MOST_FIGURES`.

    Args:
        story: The story.
        language: its IETF tag, where separators and words need one ("en", "uk", "es-MX").
    """
    finder = _Finder(story, language or story.language)
    finder.search()
    return FoundFigures(tuple(finder.proposals), tuple(finder.left_out), finder.is_cut)


class _Finder:
    """Searches one story, sentence by sentence."""

    def __init__(self, story: NewsStory, language: str | None) -> None:
        self.story = story
        self.language = language
        self.proposals: list[ProposedFigure] = []
        self.left_out: list[LeftOut] = []
        self.is_cut = False
        self.published: Dates | None = None

    def search(self) -> None:
        for sentence in self.story.sentences():
            if len(self.proposals) >= MOST_FIGURES or len(self.left_out) >= MOST_FIGURES:
                self.is_cut = True
                break
            if any(character.isdigit() for character in sentence.text) or len(sentence.text) < 1000:
                self._search(sentence)
        self._number_once()
        self._join_links()
        self._leave_earlier_events()

    def _number_once(self) -> None:
        """Keep the first of figures that say the same."""
        seen: set[tuple[object, ...]] = set()
        kept = []
        for one in self.proposals:
            key = (one.kind, one.property, one.value.casefold(), (one.place or "").casefold(), one.is_between)
            if key not in seen:
                seen.add(key)
                kept.append(one)
        self.is_cut |= len(kept) > MOST_FIGURES
        self.proposals = kept[:MOST_FIGURES]

    def _join_links(self) -> None:
        """Keep one proposal of a position that is both printed and linked: as printed, with a remark that names the link."""
        places = {
            one: parse_coordinates(one.value).position for one in self.proposals if one.property == "published_coordinates"
        }
        links = [one for one in places if _LINK.match(one.value)]
        printed = [one for one in places if one not in links]
        for link in links:
            same = [one for one in printed if _may_be_one(places[one], places[link])]
            if same:
                first = self.proposals.index(same[0])
                more = f"{self.proposals[first].remark}; " if self.proposals[first].remark else ""
                self.proposals[first] = replace(same[0], remark=f"{more}also linked: {link.value}")
                printed[printed.index(same[0])] = self.proposals[first]
                places[self.proposals[first]] = places[same[0]]
                self.proposals.remove(link)

    def _leave_earlier_events(self) -> None:
        """Leave out figures of a sentence that dates them to years before the story, where other dates are near it.

        Without another date the story may be about that event, so its figures are kept with a remark.
        """
        if self.published is None:
            return
        year = self.published.first.year
        dates = [one.value for one in self.proposals if one.property in ("found_on", "struck_on")]
        is_recent = any(int(value[:4]) >= year - _YEARS_AGO + 1 for value in dates)
        kept = []
        for one in self.proposals:
            earlier = _latest_year(one.sentence) if one.property in _OF_AN_EVENT else None
            if earlier is None or earlier > year - _YEARS_AGO:
                kept.append(one)
            elif is_recent:
                self.left_out.append(LeftOut(" ".join(one.text.split()), "of an earlier event", one.line))
            else:
                more = f"{one.remark}; " if one.remark else ""
                kept.append(replace(one, remark=f"{more}the sentence is about {earlier}"))
        self.proposals = kept

    def _search(self, sentence: Sentence) -> None:
        text = sentence.text
        taken: list[tuple[int, int]] = []
        found: list[ProposedFigure] = []
        positions, is_cut = find_positions(text)
        self.is_cut |= is_cut
        for position in positions:
            taken.append((position.start, position.end))
            found.append(self._proposal(sentence, "", "published_coordinates", (position.start, position.end)))
        for search in (self._dates, self._lengths, self._directions, self._masses, self._markings):
            for proposal in search(sentence, taken):
                start = proposal.start - sentence.start
                taken.append((start, start + len(proposal.text)))
                found.append(proposal)
        self.proposals += sorted(found, key=lambda one: one.start)

    def _proposal(
        self, sentence: Sentence, kind: str, name: str, span: tuple[int, int], value: str | None = None
    ) -> ProposedFigure:
        start, end = span
        printed = sentence.text[start:end]
        at = sentence.start + start
        shown = " ".join((printed if value is None else value).split())
        made = ProposedFigure(kind, name, shown, printed, at, self.story.line(at), " ".join(sentence.text.split()))
        return replace(made, language=self.language) if self._needs_language(name, shown) else made

    def _needs_language(self, name: str, value: str) -> bool:
        """Whether a printed figure cannot be read, or is another one, without its language."""
        read = {"published_distance": parse_distance, "range": parse_distance, "published_offset": parse_offset}.get(name)
        if read is None or self.language is None:
            return False
        try:
            return read(value) != read(value, self.language)
        except ValueError:
            return True

    def _leave(self, sentence: Sentence, start: int, end: int, reason: str) -> None:
        if len(self.left_out) < MOST_FIGURES:
            printed = " ".join(sentence.text[start:end].split())
            self.left_out.append(LeftOut(printed, reason, self.story.line(sentence.start + start)))

    # Dates

    def _dates(self, sentence: Sentence, taken: list[tuple[int, int]]) -> Iterator[ProposedFigure]:
        found = [one for one in find_dates(sentence.text) if not _overlaps(one.start, one.end, taken)]
        for index, stated in enumerate(found):
            before = found[index - 1].end if index else 0
            after = found[index + 1].start if index + 1 < len(found) else len(sentence.text)
            if self._is_dateline(sentence, stated):
                if self.published is None:
                    self.published = stated.dates
                    yield self._proposal(sentence, "source", "published_on", (stated.start, stated.end), stated.dates.text)  # type: ignore[union-attr]
                continue
            name = _event(sentence.text, stated, before, after)
            dates, remark = stated.dates, None
            if dates is None and stated.day and self.published:
                dates = latest_before(stated.day, self.published)
                remark = f"the year is from the date of the story, {self.published.text}"
            taken.append((stated.start, stated.end))
            if dates is None:
                reason = "a date without a year" if stated.day else "a date that can be read in two ways, or is incomplete"
                self._leave(sentence, stated.start, stated.end, reason)
            elif name is None:
                self._leave(sentence, stated.start, stated.end, "a date, but not of a find or a strike")
            else:
                kind = "fragment_site" if name == "found_on" else "strike_report"
                yield replace(self._proposal(sentence, kind, name, (stated.start, stated.end), dates.text), remark=remark)

    def _is_dateline(self, sentence: Sentence, stated: StatedDates) -> bool:
        """Whether a date is that of the story: at its beginning, with hardly more on its line, or behind "published"."""
        if stated.dates is None or sentence.start > _DATELINE or stated.dates.first != stated.dates.last:
            return False
        others = sentence.text[: stated.start] + sentence.text[stated.end :]
        if len(others) > 60 or _FOUND.search(others) or _STRUCK.search(others):
            return False
        return len(others) <= 30 or not others.rstrip().endswith((".", "!", "?")) or _PUBLISHED.search(others) is not None

    # Lengths

    def _lengths(self, sentence: Sentence, taken: list[tuple[int, int]]) -> Iterator[ProposedFigure]:
        text, last = sentence.text, 0
        found = [one for one in find_lengths(text) if not _overlaps(one.start, one.end, taken)]
        for index, figure in enumerate(found):
            if figure.start < last:
                continue
            if figure.quantity is Quantity.BEARING:
                yield from self._bearing(sentence, figure)
                continue
            read = self._widen(text, figure, last)
            if read is None:
                self._leave(sentence, figure.start, figure.end, "a length that can be read in more than one way, or not at all")
                continue
            start, end, distance = read
            following = found[index + 1].start if index + 1 < len(found) else len(text)
            around = _Around(text, (start, end), last, max(end, following))
            last = end
            stated = self._length(sentence, figure, distance, around)
            if isinstance(stated, ProposedFigure):
                yield stated
            else:
                self._leave(sentence, start, end, stated)

    def _widen(self, text: str, figure: StatedFigure, least: int) -> tuple[int, int, Distance] | None:
        """The span with the words that say how a distance is meant ("up to", "300 to", "or more"), and the distance."""
        clause = max(
            least, *(text.rfind(sign, least, figure.start) + 1 for sign in ";:()!?"), text.rfind(", ", least, figure.start) + 1
        )
        words = [match.start() for match in re.finditer(r"[^\s\"“”«»'‘(]+", text[clause : figure.start])]
        starts = dict.fromkeys([figure.start, *(clause + at for at in reversed(words[-7:]))])
        behind = re.match(r"(?:\s*\([^()]{1,40}\)|\s+[^\s,;:()]+){0,3}", text[figure.end : figure.end + 90])
        ends = [figure.end + match.end() for match in re.finditer(r"\([^()]*\)|[^\s.!?]+", behind[0])] if behind else []
        end = figure.end - (text[figure.end - 1] == ".")
        read = [(start, end, distance) for start in starts if (distance := self._distance(text[start:end]))]
        if read:
            start = min(read)[0]
            read += [(start, end, distance) for end in ends if (distance := self._distance(text[start:end]))]
        if not read:
            return None
        widest = max(read, key=lambda one: one[1] - one[0])[2]
        same = [one for one in read if _interval(one[2]) == _interval(widest)]
        return min(same, key=lambda one: one[1] - one[0])

    def _distance(self, text: str) -> Distance | None:
        try:
            return parse_distance(" ".join(text.split()), self.language)
        except ValueError:
            return None

    def _length(self, sentence: Sentence, figure: StatedFigure, distance: Distance, around: _Around) -> ProposedFigure | str:
        """A length as a property, or why it is none."""
        subject = _subject(figure, around)
        if subject == "apart":
            return replace(self._proposal(sentence, "distance_claim", "published_distance", around.span), is_between=True)
        if subject == "relation":
            return self._relation(sentence, figure, around)
        readers = {"size": self._size, "lethal": self._lethal, "range": self._range}
        return readers[subject](sentence, distance, around) if subject in readers else subject

    def _size(self, sentence: Sentence, distance: Distance, around: _Around) -> ProposedFigure | str:
        depth, width = around.nearest(_DEPTH), around.nearest(_WIDTH)
        is_crater = _CRATER.search(sentence.text) is not None
        is_plain = distance.nominal_m is not None and distance.bound is not Bound.AT_LEAST
        if not is_plain or min(depth, width) > _FAR or (width < depth and not is_crater):
            return "a size that no property is for"
        kind, name = "fragment_site", "depth_m"
        if is_crater:
            kind, name = "attribute_claim", "crater_depth_m" if depth < width else "crater_diameter_m"
        return self._proposal(sentence, kind, name, around.span, f"{distance.nominal_m:.12g}")

    def _lethal(self, sentence: Sentence, distance: Distance, around: _Around) -> ProposedFigure:
        if distance.bound is Bound.AT_LEAST or distance.nominal_m is None:
            return self._proposal(sentence, "attribute_claim", "lethal_radius", around.span)
        value = f"{distance.nominal_m:.12g}"
        shown = self._proposal(sentence, "strike_report", "lethal_radius_m", around.span, value)
        return replace(shown, remark=_remark(shown.text, value))

    def _range(self, sentence: Sentence, distance: Distance, around: _Around) -> ProposedFigure:
        unit_m = {"m": 1, "km": 1000}.get(distance.unit)
        is_plain = distance.bound in (Bound.POINT, Bound.AT_MOST) and not distance.hedged
        if unit_m is None or distance.nominal_m is None or not is_plain:
            return self._proposal(sentence, "attribute_claim", "range", around.span)
        value = f"{distance.nominal_m / unit_m:.12g}"
        shown = self._proposal(sentence, "attribute_claim", f"range_{distance.unit}", around.span, value)
        return replace(shown, remark=_remark(shown.text, value))

    def _relation(self, sentence: Sentence, figure: StatedFigure, around: _Around) -> ProposedFigure | str:
        """An offset from a named place, a distance from or within one, or a reason where no word says from where."""
        text, (start, end) = sentence.text, around.span
        if _LAUNCHED.search(text, max(around.low, start - _BEFORE // 2), start):
            return "from how far away something was fired"
        if offset := self._offset(sentence, start, end):
            return offset
        before = max(around.low, start - _BEFORE // 2)
        if _CASUALTIES.search(text, before, start):
            return "how far away people came to harm"
        near = _place_after(text, end, _OF) if _WITHIN.match(text, start) else None
        if near:
            return replace(self._proposal(sentence, "within_claim", "published_distance", around.span), place=near)
        place = _place_after(text, end, _FROM)
        is_from = place is not None or (self.language != "en" and figure.is_from and figure.quantity is Quantity.DISTANCE)
        if not is_from or _TRAVEL.search(text, before, start):
            return "how far something travelled" if is_from else "a distance, but not from where"
        return replace(self._proposal(sentence, "distance_claim", "published_distance", around.span), place=place)

    def _offset(self, sentence: Sentence, start: int, end: int) -> ProposedFigure | None:
        """A length with the direction behind it, and the name of the place behind both."""
        text = sentence.text
        clause = re.match(r"[^,;:()!?]{0,120}", text[end:])
        stops = [end + word.end() for word in islice(re.finditer(r"[^\s.]+", clause[0] if clause else ""), 5)]
        for index, first in enumerate(stops):
            stop, offset = first, self._read_offset(text[start:first])
            if offset is None:
                continue
            for longer in stops[index + 1 :]:  # a direction of two words: південний захід
                further = self._read_offset(text[start:longer])
                if further and further.direction.azimuth_deg == offset.direction.azimuth_deg:
                    break
                stop, offset = (longer, further) if further else (stop, offset)
            if offset.direction.sense is not DirectionSense.POSITION:
                return None
            if link := re.search(r"\s+(?:of|from|off)$", text[start:stop]):  # belongs to the place
                stop = start + link.start()
            if word := re.match(r"\s+direction\b", text[stop:]):
                stop += word.end()
            place = self._place_of_offset(text, start, stop)
            shown = self._proposal(sentence, "fragment_site", "published_offset", (start, stop))
            is_between = place is not None and _OTHER_SITE.fullmatch(place) is not None
            return replace(shown, place=None if is_between else place, is_between=is_between)
        return None

    def _place_of_offset(self, text: str, start: int, stop: int) -> str | None:
        """The place from which an offset is counted; in Azerbaijani and Turkish it stands before the figure, in the ablative."""
        if (self.language or "").partition("-")[0] not in ("az", "tr"):
            return _place_after(text, stop, _OF) or _named(text[stop:])
        match = _ABLATIVE.search(text, max(0, start - 80), start)
        return match["name"] if match else None

    def _read_offset(self, text: str) -> PrintedOffset | None:
        try:
            return parse_offset(" ".join(text.split()), self.language)
        except ValueError:
            return None

    # Directions, masses, markings

    def _bearing(self, sentence: Sentence, figure: StatedFigure) -> Iterator[ProposedFigure]:
        marks = _DEGREES.match(sentence.text, figure.end)
        span = figure.start, marks.end() if marks else figure.end
        place = _place_after(sentence.text, span[1], _FROM)
        try:
            parse_direction(sentence.text[slice(*span)], self.language)
        except ValueError:
            place = None
        if place is None:
            self._leave(sentence, *span, "a bearing, but not from where")
        else:
            yield replace(self._proposal(sentence, "direction_claim", "direction", span), place=place)

    def _directions(self, sentence: Sentence, taken: list[tuple[int, int]]) -> Iterator[ProposedFigure]:
        text = sentence.text
        for match in _COMPASS.finditer(text):
            start, end = match.span("word")
            if _overlaps(start, end, taken) or not (match["of"] or (match["to"] and match["direction"])):
                continue
            end = match.end("direction") if match["direction"] else end
            try:
                direction = parse_direction(text[match.start() : end], "en")
            except ValueError:
                continue
            is_in = (match["to"] or "").split()[:1] == ["in"] and not match["direction"]
            if direction.sense is not DirectionSense.POSITION or is_in:
                continue
            place = _named(text[match.end() :]) if match["of"] else None
            is_other = place is not None and _OTHER_SITE.fullmatch(place) is not None
            place = None if is_other else place
            is_between = is_other or (place is None and _OPPOSITE.search(text) is not None)
            if place is None and not is_between:
                self._leave(sentence, start, end, "a direction, but not from where")
                continue
            shown = self._proposal(sentence, "direction_claim", "direction", match.span("word"))
            remark = EITHER_END if is_between and not is_other else None
            yield replace(shown, place=place, is_between=is_between, remark=remark)

    def _masses(self, sentence: Sentence, taken: list[tuple[int, int]]) -> Iterator[ProposedFigure]:
        for match in _MASS.finditer(sentence.text):
            if _overlaps(*match.span(), taken):
                continue
            hedge = _HEDGE.search(sentence.text, max(0, match.start() - 20), match.start())
            span = (hedge.start() if hedge else match.start()), match.end()
            digits = "".join(str(decimal(one)) if one.isdecimal() else one for one in match["number"])
            digits = re.sub(r"[,\s](?=\d{3})", "", digits)
            around = _Around(sentence.text, span, 0, len(sentence.text))
            if around.nearest(_WARHEAD) > _FAR or _PART_OF_A_WARHEAD.search(sentence.text):
                self._leave(sentence, *span, "a weight, but not of a warhead")
            else:
                yield self._proposal(sentence, "attribute_claim", "warhead_kg", span, None if hedge else digits)

    def _markings(self, sentence: Sentence, taken: list[tuple[int, int]]) -> Iterator[ProposedFigure]:
        for cue in _MARKED.finditer(sentence.text):
            for mark in _MARK.finditer(sentence.text, cue.end(), min(len(sentence.text), cue.end() + 70)):
                group = "quoted" if mark["quoted"] else "code"
                end = mark.start(group) + len(mark[group].rstrip("./-,"))
                if _overlaps(mark.start(group), end, taken):
                    continue
                if re.search(r"[.;:!?]\s", sentence.text[cue.end() : mark.start()]) or _YEARS.fullmatch(
                    sentence.text[mark.start(group) : end]
                ):
                    break
                yield self._proposal(sentence, "fragment_site", "marking", (mark.start(group), end))
                taken.append((mark.start(group), end))
                break


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a figure, up to the figures beside it."""

    text: str
    span: tuple[int, int]
    low: int
    high: int

    def nearest(self, words: re.Pattern[str], before: int = _BEFORE, after: int = _AFTER) -> int:
        """How many characters away the nearest of some words is; very many if none is near."""
        start, end = self.span
        if words.search(self.text, start, end):
            return 0
        ends = [match.end() for match in words.finditer(self.text, max(self.low, start - before), start)]
        starts = [match.start() for match in words.finditer(self.text, end, min(self.high, end + after))]
        return min([*(start - one for one in ends), *(one - end for one in starts)], default=_NOWHERE)


def _subject(figure: StatedFigure, around: _Around) -> str:
    """What a length is about by the words around it, or why it is not proposed."""
    if around.nearest(_APART, 0, _FAR) < _NOWHERE or around.nearest(_BETWEEN, _FAR, 0) < _NOWHERE:
        return "apart"
    nearest = {
        "an accuracy": around.nearest(_ACCURACY, _FAR, _FAR),
        "a cordon or an evacuation": around.nearest(_CORDON),
        "size": min(around.nearest(_DEPTH), around.nearest(_WIDTH)) if figure.quantity is Quantity.SIZE else _NOWHERE,
        "lethal": around.nearest(_LETHAL),
        "range": around.nearest(_RANGE),
    }
    subject = min(nearest, key=lambda one: nearest[one])
    if nearest[subject] < _NOWHERE:
        return subject
    return "a radius, but not one that kills" if figure.quantity is Quantity.REACH else "relation"


_YEAR_STATED = re.compile(
    r"(?<![\w.,/-])(?P<year>(?:19|20)\d{2})(?![\w/]|[.,-]\d|\s?(?:k?m|k?g|met(?:er|re)s?|kilomet\w*|feet|yards|miles|people|tonnes?)\b)"
    r"|(?<!\d)(?P<iso>(?:19|20)\d{2})-\d{2}-\d{2}(?!\d)|(?<=[./-])(?P<last>(?:19|20)\d{2})(?!\d)"
)
_MADE = _words(
    "made built produced manufactured dated acquired bought purchased delivered introduced developed service imported since "
    "выпущен* изготовлен* произведен* принят* с"
)


def _latest_year(sentence: str) -> int | None:
    """The latest year that a sentence states, except that in which a weapon was made or bought."""
    years = [
        int(found["year"] or found["iso"] or found["last"])
        for found in _YEAR_STATED.finditer(sentence)
        if not _MADE.search(sentence, max(0, found.start() - 30), found.start())
    ]
    return max(years, default=None)


def _may_be_one(one: Position, other: Position) -> bool:
    """Whether two positions are no farther apart than their uncertainties together."""
    distance, _, _ = inverse(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg)
    return float(distance) <= one.uncertainty_m + other.uncertainty_m


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in taken)


def _interval(distance: Distance) -> tuple[object, ...]:
    return (
        distance.low_m,
        distance.nominal_m,
        distance.high_m,
        distance.agrees_low_m,
        distance.agrees_high_m,
        distance.bound,
        distance.hedged,
    )


def _remark(printed: str, value: str) -> str | None:
    """The printed figure, where the value says less: "up to 200 meters"."""
    words = " ".join(printed.split())
    return f'printed as "{words}"' if not words.startswith(value) else None


def _event(text: str, stated: StatedDates, low: int, high: int) -> str | None:
    """What happened on a date, by the nearest word that says so; words behind a semicolon do not count."""
    best: tuple[int, str | None] = (1_000_000, None)
    for name, words in (("found_on", _FOUND), ("struck_on", _STRUCK), (None, _STATED)):
        for first, last, weight in ((low, stated.start, 1), (stated.end, high, 2)):
            for match in words.finditer(text, first, last):
                gap = text[match.end() : stated.start] if weight == 1 else text[stated.end : match.start()]
                away = len(gap) * weight + (40 if ";" in gap or "," in gap else 0)
                best = min(best, (away, name), key=lambda one: one[0])
    return best[1]


def _place_after(text: str, end: int, words: re.Pattern[str]) -> str | None:
    """The place from which a figure is counted, if the words behind it name one: "away from the village of Dorn"."""
    match = words.match(text, end, end + 120)
    return _named(text[match.end() :]) if match else None


def _named(text: str) -> str | None:
    """The name that a text begins with, up to a sign or a word that opens something else."""
    text = _PREPOSITION.sub("", text[:140].lstrip(), count=1) if _PREPOSITION.match(text.lstrip()) else text
    clause = re.match(r"[^.,;:()!?\"“”\n]{0,80}(?:(?<=\b[A-Z]t)\.[^.,;:()!?\"“”\n]{0,40})?", text)
    kept: list[str] = []
    for word in clause[0].split()[:6] if clause else []:
        if _STOPS.fullmatch(word) or (kept and word.lower() in ("the", "a", "an") and kept[-1].lower() not in ("of", "de")):
            break
        kept.append(word)
    while kept and kept[-1].lower() in ("of", "the", "a", "an"):
        kept.pop()
    return " ".join(kept) or None
