"""The words beside a number: hemispheres, latitude and longitude, units, in some thirty languages.

A word may mean several things: O is east in German and west in French; the words of a pair must share a language, and
that settles most of them. What is left open is refused by whoever asks.

Sources: the abbreviations that MediaWiki prints for each language (extension Maps, i18n, "maps-abb-north" and so on:
ru С В Ю З, uk Пн Сх Пд Зх, ka ჩ ა ს დ, tr K D G B, de N O S W, fr, it and pt N E S O, pt-br N L S O); for Azerbaijani
the sentence "39°24', 41°54' şimal en dairələri arasında və 44°46', 50°45' şərq uzunluğunda" and the list "şm., c., ş.,
q." on azerbaijans.com; what tests/data/coordinates.csv cites, case by case. For the Armenian abbreviations and some
written-out forms no printed source was at hand, and the table says so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from geo.earth.notation.characters import unify_alphabet

LANGUAGES = {
    "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sr": "Serbian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
EVERY = frozenset(LANGUAGES)
LON_FIRST = frozenset({"ja", "zh"})
"""Where maps and people often print the longitude first."""


class WordMeaning(NamedTuple):
    """One meaning of a word."""

    role: str
    """N, S, E, W; "lat", "lon"; a mark ° ' "; "," between two numbers; "" for a word that adds nothing."""
    languages: frozenset[str]


_WORDS = """
N * n
N en north northern
N ru с сш сев север северн северная северной
N uk пн пнш пів півн північ північна північної
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
lat ru,uk,kk ш шир широта
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
° * d deg o о ο
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
_ en coords coord gnss geo geolocation geolocated location located position pos psn posn site target is decimal
_ en loc google maps map osm openstreetmap
_ ru гугл карты карта яндекс
_ en crash impact strike explosion blast crater launch incident event wreck wreckage debris fragment fragments object
_ en dd dms ddm dm center centre
_ fr coordonnée position localisation emplacement lieu
_ es,pt coordenada ubicación localização localização posición posição localización ubicacion
_ de koordinate standort lage position
_ it coordinate posizione
_ ru координат координата координатам местоположение местонахождение место места позиция точка точки геолокация геопозиция
_ ru геоточка геометка гео цель цели падения попадания удара взрыва прилёта прилета съёмки съемки локация географические
_ uk координат координата місце місця розташування точка геолокація влучання падіння знімання вибуху удару географічні
_ az koordinat yer yeri məkan
_ tr koordinat konum konumu konumlar
_ hy կոորդինատ վայր
_ pl współrzędne współrzędna położenie pozycja lokalizacja
_ ar إحداثيات الإحداثيات احداثيات الاحداثيات الموقع موقع
_ fa مختصات موقعیت جغرافیایی
_ he קואורדינטות קואורדינאטות מיקום נצ
_ zh,ja 坐标 座標 位置 地点
_ ko 좌표 위치
_ vi toạ tọa vị trí tuyến
_ id koordinat lokasi posisi
_ hi निर्देशांक
_ el συντεταγμένες θέση
_ nl coördinaten locatie positie
_ kk координаттар координаттары
_ ro coordonate coordonatele
N -el ν
E -kk е
E -el ε
S * ѕ
W * ԝ
N ru c
E ru b
N ar ش شمال شمالا الشمال شمالي شمالية الشمالي الشمالية
S ar ج جنوب جنوبا الجنوب جنوبي جنوبية الجنوبي الجنوبية
E ar ق شرق شرقا الشرق شرقي شرقية الشرقي الشرقية
W ar غ غرب غربا الغرب غربي غربية الغربي الغربية
lat ar عرض العرض
lon ar طول الطول
° ar درجة درجات الدرجة
' ar دقيقة دقائق الدقيقة
" ar ثانية ثوان ثواني الثانية
, ar,fa و
_ ar خط دائرة خطوط
N fa شمال شمالی
S fa جنوب جنوبی
E fa شرق شرقی خاور خاوری
W fa غرب غربی باختر باختری
lat fa عرض
lon fa طول
° fa درجه
' fa دقیقه
" fa ثانیه
N he צפון צפונה צפוני צפונית צפ
S he דרום דרומה דרומי דרומית דר
E he מזרח מזרחה מזרחי מזרחית מז
W he מערב מערבה מערבי מערבית מע
lat he רוחב
lon he אורך
° he מעלות מעלה
' he דקות דקה
" he שניות שנייה
, he ו
_ he קו גאוגרפי גיאוגרפי
N zh,ja 北 北纬 北緯
S zh,ja 南 南纬 南緯
E zh,ja 东 東 东经 東经 東經 東経
W zh,ja 西 西经 西經 西経
lat zh,ja 纬度 緯度 纬 緯
lon zh,ja 经度 經度 経度 经 經 経
° zh,ja 度
' zh,ja 分
" zh,ja 秒
, zh 和 与 與 及
, ja と
N ko 북위 북
S ko 남위 남
E ko 동경 동
W ko 서경 서
lat ko 위도
lon ko 경도
° ko 도
' ko 분
" ko 초
, ko 와 과
N vi bắc
S vi nam
E vi đông
W vi tây
lat vi vĩ
lon vi kinh
_ vi độ
° vi độ
' vi phút
" vi giây
, vi và
N kk с солтүстік
S kk о оңтүстік
E kk ш шығыс
W kk б батыс
lat kk ш е ендік ендігі
lon kk б бойлық бойлығы
° kk градус
' kk минут
" kk секунд
, kk және
N pl płn północ północna północnej
S pl płd południe południowa południowej
E pl wsch wschód wschodnia wschodniej
W pl zach zachód zachodnia zachodniej
lat pl szer szerokość szerokości
lon pl dł długość długości
_ pl geogr geograficzna geograficznej
° pl stopień stopnie stopni
' pl minuta minuty minut
" pl sekunda sekundy sekund
, pl i oraz
N nl nb noord noorden noorderbreedte noordelijke
S nl zb zuid zuiden zuiderbreedte zuidelijke
E nl ol o oost oosten oosterlengte oostelijke
W nl wl westen westerlengte westelijke
lat nl b breedte breedtegraad
lon nl l lengte lengtegraad
° nl graad graden
' nl minuut minuten
" nl seconde seconden
, nl en
N el β βόρεια βόρειο βόρειου βορρά βόρ
S el ν νότια νότιο νότιου νότου νότ
E el α ανατολικά ανατολικό ανατολικού ανατολής ανατ
W el δ δυτικά δυτικό δυτικού δύσης δυτ
lat el πλάτος πλάτους
lon el μήκος μήκους
_ el γεωγραφικό γεωγραφικού
° el μοίρες μοίρα
' el λεπτά λεπτό
" el δευτερόλεπτα δεύτερα
, el και
N bg с север северна северно
S bg ю юг южна южно
E bg и изток източна източно
W bg з запад западна западно
lat bg ш ширина
lon bg д дължина
_ bg г географска
° bg градуса градус
' bg минути минута
" bg секунди
, bg и
N sr с север северне северна
S sr ј југ јужне јужна
E sr и исток источне источна
W sr з запад западне западна
lat sr ш ширине ширина
lon sr д дужине дужина
_ sr г географске географска
N be пн паўночнай паўночная поўнач
S be пд паўднёвай паўднёвая поўдзень
E be усх усходняй усходняя усход
W be зах заходняй заходняя захад
lat be ш шыраты шырата
lon be д даўгаты даўгата
° be градус градуса градусаў
, be і
N id lu utara
S id ls selatan
E id bt timur
W id bb barat
lat id lintang
lon id bujur
° id derajat
' id menit
" id detik
, id dan
N hi उत्तर उत्तरी
S hi दक्षिण दक्षिणी
E hi पूर्व पूर्वी
W hi पश्चिम पश्चिमी
lat hi अक्षांश
lon hi देशांतर देशान्तर
° hi डिग्री अंश
' hi मिनट
" hi सेकंड सेकेंड
, hi और
N da,no,sv nord nordlig nordligt nordlige
S da,no sør syd sydlig sørlig
S sv söder syd sydlig
E da,no øst østlig østlige
E sv ost öst öster östlig
W da,no vest vestlig vestlige
W sv väst väster västlig
lat da,no bredde breddegrad
lat sv bredd latitud
lon da,no længde lengde længdegrad lengdegrad
lon sv längd longitud
° da,no,sv grader
' da,no minutter
' sv minuter
" da,no,sv sekunder
, da,no og
, sv och
N cs severní severně
S cs jižní jižně
E cs východní východně
W cs západní západně
lat cs šířky šířka
lon cs délky délka
_ cs zeměpisná zeměpisné
, cs a
N ro nordică nordic
S ro sudică sudic
E ro estică estic
W ro vestică vestic vest
lat ro latitudine latitudinea
lon ro longitudine longitudinea
, ro și
N uz shimoliy shimol
S uz janubiy janub
E uz sharqiy sharq
W uz gʻarbiy gʻarb
lat uz kenglik kengligi
lon uz uzunlik uzunligi
N es,pt ln septentrional boreal setentrional
S es,pt meridional austral
S es ls
E es,pt oriental
E es le
W es,pt occidental ocidental
W es lo lw
N fr septentrionale
S fr méridionale
E fr orientale
W fr occidentale
W en westerly
lat en lats latitudes
lon en longs longitudes
N it settentrionale
S it meridionale
E it orientale
W it occidentale
"""
# Georgian გ. abbreviates latitude (განედი) and longitude (გრძედი) alike. Ν, Е, Ε, Ѕ and Ԝ are Greek and Cyrillic letters
# typed for the Latin ones that they look like, except in the languages in which they mean something else; c and b are Latin
# letters typed for the Cyrillic С and В: with no other Russian word beside them, C stays Azerbaijani and B Turkish.


@cache
def _senses() -> dict[str, tuple[WordMeaning, ...]]:
    table: dict[str, dict[str, frozenset[str]]] = {}
    for line in _WORDS.strip().splitlines():
        role, languages, *words = line.split()
        named = frozenset(languages.strip("*-").split(","))
        spoken = EVERY - named if languages[0] in "*-" else named
        role = "" if role == "_" else role
        for word in words:
            meant = table.setdefault(_spelling(word), {})
            meant[role] = meant.get(role, frozenset()) | spoken
    return {word: tuple(WordMeaning(role, languages) for role, languages in meant.items()) for word, meant in table.items()}


@lru_cache(maxsize=1024)
def look_up_senses(word: str) -> tuple[WordMeaning, ...]:
    """The meanings of a word without its full stop; none if it is not known."""
    table = _senses()
    if word.isascii():
        return table.get(word.casefold(), ())
    word = _spelling(word)
    if found := table.get(word, ()):
        return found
    return next((table[other] for other in map(str.casefold, unify_alphabet(word)) if other in table), ())


def is_label(word: str) -> bool:
    """Whether a word before the figures adds nothing, in whatever language: "Coordinates", "место"."""
    meant = look_up_senses(word)
    return bool(meant) and all(not role and not languages <= LON_FIRST for role, languages in meant)


def split(word: str) -> list[str]:
    """The words of a script that sets no spaces, each as long as it can be: 秒北纬 is two; nothing where a rest is left.

    >>> split("秒北纬")
    ['秒', '北纬']
    """
    if word.isascii() or len(word) > _LONGEST_RUN or not _UNSPACED.match(word):
        return []
    pieces: list[str] = []
    at = 0
    while at < len(word):
        longest = min(len(word), at + 4)
        end = next((end for end in range(longest, at, -1) if word[at:end].casefold() in _senses()), 0)
        if not end:
            return []
        pieces.append(word[at:end])
        at = end
    return pieces


_LONGEST_RUN = 40
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_VOWEL_SIGNS = dict.fromkeys([*range(0x0591, 0x05C8), 0x0640, *range(0x064B, 0x0660), 0x0670])
_LETTERS = str.maketrans("ىيكةأإآ", "ییکهااا")


def _spelling(word: str) -> str:
    """A word as the table has it: composed, in small letters, and Arabic and Hebrew without vowel signs."""
    return unicodedata.normalize("NFC", word.replace("İ", "i")).translate(_VOWEL_SIGNS).translate(_LETTERS).casefold()


def names(languages: frozenset[str]) -> str:
    """The languages in words, for a message: "French, Italian and Spanish"."""
    *most, last = sorted(LANGUAGES[code] for code in languages)
    return f"{', '.join(most)} and {last}" if most else last
