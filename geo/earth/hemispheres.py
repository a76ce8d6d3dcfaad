"""The words beside a number: hemispheres, latitude and longitude, units, in twelve languages.

A word may mean several things: O is east in German and west in French; the words of a pair must share a language, and
that settles most of them. What is left open is refused by whoever asks.

Sources: the abbreviations that MediaWiki prints for each language (extension Maps, i18n, "maps-abb-north" and so on:
ru С В Ю З, uk Пн Сх Пд Зх, ka ჩ ა ს დ, tr K D G B, de N O S W, fr, it and pt N E S O, pt-br N L S O); for Azerbaijani
the sentence "39°24', 41°54' şimal en dairələri arasında və 44°46', 50°45' şərq uzunluğunda" and the list "şm., c., ş.,
q." on azerbaijans.com; what tests/data/coordinates.csv cites, case by case. For the Armenian abbreviations and some
written-out forms no printed source was at hand, and the table says so.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

LANGUAGES = {
    "az": "Azerbaijani", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hy": "Armenian", "it": "Italian",
    "ka": "Georgian", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
EVERY = frozenset(LANGUAGES)


class Sense(NamedTuple):
    """One meaning of a word."""

    role: str
    """N, S, E, W; "lat", "lon"; a mark ° ' "; "," between two numbers; "" for a word that adds nothing."""
    languages: frozenset[str]


_WORDS = """
N * n
N en north northern
N ru с сш сев север северн северная северной
N uk пн пнш півн північ північна північної
N az şm şimal şimali
N hy հ հս հյս հյուս հյուսիս հյուսիսային
N ka ჩ ჩრდ ჩრდილო ჩრდილოეთ ჩრდილოეთი ჩრდილოეთის
N tr k kuzey
N fr,de,it nord
N de nördl nördlich nördliche nördlicher
N es,pt norte
S * s
S en south southern
S ru ю юш юж юг южн южная южной
S uk пд пдш півд південь південна південної
S az c cənub cənubi
S hy հվ հրվ հար հարավ հարավային
S ka ს სამხ სამხრეთ სამხრეთი სამხრეთის
S tr g güney
S fr,it sud
S de süd südl südlich südliche südlicher
S es sur
S pt sul
E * e
E en east eastern
E ru в вд вост восток восточн восточная восточной
E uk сх схд схід східна східної
E az ş şərq şərqi
E hy ա ավ արլ արև արևլ արևելք արևելյան
E ka ა აღმ აღმოსავლეთ აღმოსავლეთი აღმოსავლეთის
E tr d doğu
E fr,it est
E de o ost ö östl östlich östliche östlicher
E es,pt este
E pt l leste
W * w
W en west western
W ru з зд зап запад западн западная западной
W uk з зд зх зхд зах захід західна західної
W az q qərb qərbi
W hy ամ ամտ արմ արևմ արևմուտք արևմտյան
W ka დ დას დასავლეთ დასავლეთი დასავლეთის
W tr b batı
W fr o ouest
W it o ovest
W de west westl westlich westliche westlicher
W es,pt o oeste
lat * lat φ
lat en,fr,pt latitude
lat ru,uk ш шир широта
lat ru широты
lat uk широти
lat az e en enlik enliyi enliyində
lat hy լ լայն լայնություն լայնության
lat ka გან განედი განედის
lat tr enlem enlemi paraleli
lat de br breite breitengrad
lat es latitud
lat it latitudine
lon * lon long lng λ
lon en,fr,pt longitude
lon ru,uk д
lon ru долг долгота долготы
lon uk довг довгота довготи
lon az u uzunluq uzunluğu uzunluğunda
lon hy ե երկ երկայնություն երկայնության
lon ka გრძ გრძედი გრძედის
lon tr boylam boylamı meridyeni
lon de l lg länge längengrad
lon es longitud
lon it longitudine
° * d deg o
° en degree degrees
° ru г гр град градус градуса градусов
° uk гр град градус градуси градусів
° az dərəcə
° hy աստիճան
° ka გრადუსი
° tr derece
° fr degré degrés
° de grad
° es grado grados
° pt grau graus
° it grado gradi
' * m min
' en,fr minute minutes
' ru,uk м мин хв
' ru минута минуты минут
' uk хвилина хвилини хвилин
' az dəqiqə
' hy րոպե
' ka წუთი
' tr dakika
' de minute minuten
' es,pt minuto minutos
' it minuto minuti
" * s sec
" en second seconds
" fr seconde secondes
" ru,uk с сек
" ru секунда секунды секунд
" uk секунди
" az saniyə
" hy վայրկյան
" ka წამი
" tr saniye
" de sek sekunde sekunden
" es,pt segundo segundos
" it secondo secondi
, en and
, ru и
, uk та і
, az və
, hy և
, ka და
, tr ve
, fr et
, de und
, es y
_ * gps wgs coordinates coordinate
_ fr de coordonnées
_ es,pt de coordenadas
_ ru координаты
_ uk координати
_ az dairəsi dairələri
_ az,tr koordinatlar koordinatları
_ hy կոորդինատներ
_ ka გ კოორდინატები
_ de koordinaten
N ru c
E ru b
"""
# Georgian გ. abbreviates latitude (განედი) and longitude (გრძედი) alike. The last two lines are Latin letters typed for
# the Cyrillic С and В that they look like; with no other Russian word beside them, C stays Azerbaijani and B Turkish.


@cache
def _senses() -> dict[str, tuple[Sense, ...]]:
    table: dict[str, tuple[Sense, ...]] = {}
    for line in _WORDS.strip().splitlines():
        role, languages, *words = line.split()
        spoken = EVERY if languages == "*" else frozenset(languages.split(","))
        sense = Sense("" if role == "_" else role, spoken)
        for word in words:
            table[word.casefold()] = (*table.get(word.casefold(), ()), sense)
    return table


@lru_cache(maxsize=1024)
def senses(word: str) -> tuple[Sense, ...]:
    """The meanings of a word without its full stop; none if it is not known."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word.replace("İ", "i"))
    return _senses().get(word.casefold(), ())


def names(languages: frozenset[str]) -> str:
    """The languages in words, for a message: "French, Italian and Spanish"."""
    *most, last = sorted(LANGUAGES[code] for code in languages)
    return f"{', '.join(most)} and {last}" if most else last
