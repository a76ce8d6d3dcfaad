import json
import math
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.earth.area.shapes import measure_depth
from geo.earth.position import Position
from geo.record.edit.edit import Original
from geo.record.json_file.parse import parse
from geo.record.kinds import Located, Place
from geo.record.publish.coarsen import Publication, coarsen_sites, round_up
from geo.record.publish.leaks import TOO_LONG, Secrets
from geo.record.publish.precision import parse_precision
from geo.record.reading import Reading, read_data
from tests.conftest import DATA, ROOT


def publish(text: str, step: str) -> Publication:
    sites = read_data("s", text.encode()).sites
    return coarsen_sites(Original("s", text.encode(), parse(text)), sites, parse_precision(step))


def collection(*features: dict[str, Any], **outer: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **outer, "features": list(features)}, ensure_ascii=False)


def feature(record_id: str, place: Any, kind: str = "fragment_site", **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": place} if place else None
    return {"type": "Feature", "id": record_id, "geometry": geometry, "properties": {"kind": kind, **properties}}


def again(copy: Publication) -> Reading:
    reading = read_data("copy", copy.text.encode())
    assert reading.errors == ()
    return reading


@pytest.mark.parametrize("step", ["1deg", "0.01deg", "1min", "10sec", "1km", "10m"])
def test_the_repositorys_file(step: str) -> None:
    """Each record is where it was, within the wider circle, and says what was done; nothing else changes."""
    text = (ROOT / "sites.geojson").read_text("utf-8")
    old, copy = read_data("s", text.encode()).sites, publish(text, step)
    new = again(copy).sites
    assert [one.id for one in new] == [one.id for one in old]
    for record in old.of_kind(Located):
        other: Any = new[record.id]
        if record.id in copy.coarsened and record.position:
            measured = geo.measure(record, other)
            assert measured.distance_m + record.position.uncertainty_m <= other.position.uncertainty_m
            assert f"uncertainty widened to {other.position.uncertainty_m:,.0f} m." in other.note
            assert other.published_coordinates != record.published_coordinates
        else:
            assert other.changed(typed=None) == record.changed(typed=None)
    assert copy.text.count("coarsened to") == len(copy.coarsened)
    claims = [one for one in old if not isinstance(one, Located)]
    assert [new[one.id] for one in claims] == claims


def test_what_it_looks_like() -> None:
    """Digits, uncertainty and note of one record."""
    site = feature("a", [46.74275, 39.760583], published_coordinates="39°45'38.10\"N 46°44'33.90\"E", note="Seen.")
    (made,) = json.loads(publish(collection(site), "0.01deg").text)["features"]
    assert made["geometry"]["coordinates"] == [46.745, 39.765]
    assert made["properties"] == {
        "kind": "fragment_site",
        "published_coordinates": "39.765° N, 46.745° E",
        "uncertainty_m": 710,
        "uncertainty_includes_printing": True,
        "note": "Seen. Position coarsened to 0.01° for publication; uncertainty widened to 710 m.",
    }


@given(
    st.decimals(-180, 180, places=6),
    st.decimals(-90, 90, places=6),
    st.none() | st.integers(0, 5000),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["1deg", "0.05deg", "0.01deg", "0.001deg", "1min", "0.5min", "10sec", "100km", "1km", "10m"]),
    st.floats(0, 360),
    st.floats(0, 1),
)
def test_the_circle_still_holds_the_place(  # noqa: PLR0913, PLR0917
    lon: Any, lat: Any, stated: int | None, printed: bool, includes: bool, step: str, azimuth: float, share: float
) -> None:
    """Wherever in the old circle the true place is, it is in the new one."""
    from geo.earth.geodesy import destination

    more: dict[str, Any] = {} if stated is None else {"uncertainty_m": stated, "uncertainty_includes_printing": includes}
    if printed:
        more["published_coordinates"] = f"{abs(lat)}°{'S' if lat < 0 else 'N'} {abs(lon)}°{'W' if lon < 0 else 'E'}"
    text = collection(feature("a", [0, 0], **more)).replace("[0, 0]", f"[{lon}, {lat}]")
    (old,) = read_data("s", text.encode()).sites.of_kind(Located)
    copy = publish(text, step)
    (new,) = again(copy).sites.of_kind(Located)
    assert old.position
    assert new.position
    true_lon, true_lat = destination(old.position.lon_deg, old.position.lat_deg, azimuth, share * old.position.uncertainty_m)
    off = geo.measure(geo.Position(new.position.lon_deg, new.position.lat_deg), geo.Position(true_lon, true_lat)).distance_m
    assert off <= new.position.uncertainty_m
    assert publish(text, step) == copy  # nothing is drawn by lot


def test_a_degree_of_longitude_shrinks() -> None:
    """At 80 degrees north 0.01 degrees of longitude are 194 m, finer than a square of 1 km."""
    site = feature("a", [10.11, 80.01])
    assert publish(collection(site), "1km").coarsened == ("a",)
    assert publish(collection(site), "100m").left == ("a",)


def test_what_is_coarse_enough_stays() -> None:
    """Its text, its uncertainty and its note; but digits of the geometry that go beyond the text, heights and boxes go."""
    site = feature("a", [46.7432, 39.7641, 1420], published_coordinates="39.76 N 46.74 E", uncertainty_m=5)
    site["bbox"] = site["geometry"]["bbox"] = [46.7432, 39.7641, 46.7432, 39.7641]
    bare = feature("b", [10.5, 20.5])
    copy = publish(collection(site, bare, bbox=[46.7432, 39.7641, 46.7432, 39.7641]), "0.01deg")
    assert (copy.coarsened, copy.left) == ((), ("a", "b"))
    assert "7432" not in copy.text
    assert "1420" not in copy.text
    made = json.loads(copy.text)
    assert made["features"][0]["properties"] == site["properties"]
    assert made["features"][1] == bare
    assert "bbox" not in made


def test_round_digits_of_a_place_that_is_known_well_are_put_on_the_grid() -> None:
    """Coordinates that happen to be round do not stay where the record says that they are exact."""
    exact: dict[str, Any] = {
        "published_coordinates": "39.76 N 46.74 E",
        "uncertainty_m": 10,
        "uncertainty_includes_printing": True,
    }
    copy = publish(collection(feature("a", None, **exact)), "0.01deg")
    assert copy.coarsened == ("a",)
    assert "39.765° N, 46.745° E" in copy.text


def test_heights_and_boxes_of_what_is_moved_go_too() -> None:
    """They tell more than the position does."""
    site = feature("a", [46.74275, 39.760583, 1420])
    site["bbox"] = site["geometry"]["bbox"] = [46.74275, 39.760583, 46.74275, 39.760583]
    (made,) = json.loads(publish(collection(site), "0.01deg").text)["features"]
    assert made["geometry"] == {"type": "Point", "coordinates": [46.745, 39.765]}
    assert "bbox" not in made


def test_rings_run_as_rfc_7946_says() -> None:
    """The outer ring of an outline on the grid runs counterclockwise, whichever way it was typed."""
    ring = [[46.7512345, 39.7512345], [46.7722345, 39.7512345], [46.7722345, 39.7722345], [46.7512345, 39.7512345]]
    for one in (ring, ring[::-1]):
        field = feature("a", None, "place") | {"geometry": {"type": "Polygon", "coordinates": [one]}}
        (new,) = again(publish(collection(field), "0.001deg")).sites.of_kind(Located)
        assert new.polygon
        assert shapely.LinearRing(new.polygon[0]).is_ccw


def test_an_outline_on_the_grid() -> None:
    """Stays an area, and its uncertainty covers what its edge was moved."""
    text = (DATA / "good" / "a-polygon-and-every-claim.geojson").read_text("utf-8")
    old = read_data("s", text.encode()).sites
    copy = publish(text, "0.001deg")
    new = again(copy).sites
    for place in new.of_kind(Place):
        before = old[place.id]
        if place.polygon and isinstance(before, Place):
            assert {round(value * 1000, 6) % 1 for ring in place.polygon for pair in ring for value in pair} == {0.5}
            assert float(place.uncertainty_m or 0) >= float(before.uncertainty_m or 0) + 60
    assert any(place.polygon for place in new.of_kind(Place))


@pytest.mark.parametrize("kind", ["fragment_site", "strike_report", "place"])
def test_the_outline_of_any_record_is_put_on_the_grid(kind: str) -> None:
    """Whatever has an outline: no corner keeps its digits, and the wider circle holds the old outline."""
    ring = [[46.7512345, 39.7512345], [46.7722345, 39.7512345], [46.7722345, 39.7722345], [46.7512345, 39.7512345]]
    field = feature("a", None, kind) | {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    copy = publish(collection(field), "0.001deg")
    assert copy.coarsened == ("a",)
    assert "2345" not in copy.text
    (new,) = again(copy).sites.of_kind(Located)
    assert new.polygon
    assert new.position
    center = geo.Position(new.position.lon_deg, new.position.lat_deg)
    assert max(geo.measure(center, geo.Position(*pair)).distance_m for pair in ring) <= new.position.uncertainty_m


def test_printed_corners_are_put_on_the_grid() -> None:
    """They leave no digit, and how well they were known is part of the uncertainty of the new outline."""
    corners = ["39°45'04\" N 46°45'04\" E", "39°45'04\" N 46°46'20\" E", "39°46'20\" N 46°46'20\" E"]
    said = {"kind": "place", "published_corners": corners}
    text = collection({"type": "Feature", "id": "a", "geometry": None, "properties": said})
    (old,) = read_data("s", text.encode()).sites.of_kind(Place)
    copy = publish(text, "0.001deg")
    assert "published_corners" not in copy.text
    (new,) = again(copy).sites.of_kind(Place)
    assert new.polygon
    assert old.edge_m > 30
    assert new.edge_m >= old.edge_m + 60


def test_what_is_offset_follows() -> None:
    """It is moved where that from which it is offset is moved, over any number of steps, and left where that is left."""
    offset: dict[str, Any] = {"offset_distance_m": 512, "offset_direction": "NE"}
    features = [
        feature("from-far", None, offset_from="from-fine", **offset),
        feature("from-fine", None, offset_from="fine", **offset),
        feature("from-coarse", None, offset_from="coarse", **offset),
        feature("fine", [46.7512345, 39.7612345]),
        feature("coarse", [46.7, 39.7]),
    ]
    copy = publish(collection(*features), "0.1deg")
    assert copy.coarsened == ("fine", "from-far", "from-fine")
    assert copy.left == ("coarse", "from-coarse")
    old, new = read_data("s", collection(*features).encode()).sites, again(copy).sites
    for before in old.of_kind(Located):
        after = new[before.id]
        assert isinstance(after, Located)
        assert before.position
        assert after.position
        moved_m = geo.measure(before, after).distance_m
        assert moved_m + before.position.uncertainty_m <= after.position.uncertainty_m + 1e-6


@pytest.mark.parametrize(
    ("step", "message"),
    [("1deg", "a has an outline too fine for 1°"), ("1km", "a has an outline, which can only be put on a grid of degrees")],
)
def test_an_outline_that_the_grid_cannot_hold(step: str, message: str) -> None:
    """An outline that the grid cannot hold is refused with the reason."""
    place = feature("a", None, "place")
    place["geometry"] = {"type": "Polygon", "coordinates": [[[46.1, 39.1], [46.2, 39.1], [46.2, 39.2], [46.1, 39.1]]]}
    with pytest.raises(ValueError, match=message):
        publish(collection(place), step)


def test_a_thin_part_of_an_outline_is_not_cut_off() -> None:
    """A strip narrower than the grid would vanish, and with it all that lies on it."""
    place = feature("a", None, "place")
    ring = [[46.0, 39.0], [46.5, 39.0], [46.5, 39.2], [48.0, 39.2], [48.0, 39.201], [46.5, 39.201], [46.5, 39.5], [46.0, 39.5]]
    place["geometry"] = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    with pytest.raises(ValueError, match=r"too fine for 0\.1°"):
        publish(collection(place), "0.1deg")


def _plus_code() -> str:
    """The code of ten digits, worked out by the rule of its specification: base 20, from 90 south and 180 west."""
    digits, lat, lon = "23456789CFGHJMPQRVWX", 39.760583 + 90, 46.74275 + 180
    code = ""
    for place in range(5):
        unit = 20 / 20**place
        code += digits[int(lat // unit)] + digits[int(lon // unit)]
        lat, lon = lat % unit, lon % unit
    return f"{code[:8]}+{code[8:]}"


TELLING = {
    "as printed": "seen at 39°45'38.10\"N",
    "other marks": "at 39 45 38.1 north",
    "in words": "39 degrees 45 minutes 38 seconds",
    "cut": "near 39.7605, they say",
    "rounded": "near 39.761",
    "finer than the record": "39.76058333333333",
    "a little beside": "39.76061",
    "minutes": "N39 45.635",
    "comma": "39,760583 / 46,742750",
    "lists": "39,45,38.10",
    "longitude alone": "on the meridian 46.74275",
    "link": "https://a.example/maps/@39.7606,46.7428,17z",
    "encoded link": "https://a.example/?q=39%C2%B045%2738.10",
    "packed": "+394538.10+0464433.90/",
    "mgrs": "grid 38S PK 49283 02637",
    "mgrs short": "38SPK49280263",
    "utm": "38S 649283E 4402637N",
    "plus code": f"at {_plus_code()} or so",
    "plus code with a town": f"{_plus_code()[4:]} Shusha",
    "metres to a millimetre": "649283.123 4402637.456",
    "grouped metres": "649 283 / 4 402 637",
    "grouped with commas": "UTM 38N, 649,283 E and 4,402,637 N",
    "far apart": "Easting (UTM 38N): 649283; then the northing we measured: 4402637",
    "mgrs without its zone": "PK 49283 02637",
    "a long geohash": "tp14pwjn1jbs0",
    "a geohash finer on one axis": "tp14pw",
    "geohash": "see geohash.org/tp14pwjn1 or so",
    "web mercator": "x=5203379 y=4831212",
    "gauss-krüger": "X=4404489 Y=8649447",
    "gauss-krüger without the zone": "Y 649447, X 4404489",
    "millionths": '"lat":39760583,"lon":46742750',
    "ten-millionths": "latE7=397605830 lngE7=467427500",
    "hundred-thousandths": "4674275,3976058",
    "full width": "３９．７６０５８",
    "arabic": "٣٩٫٧٦٠٥٨",
    "devanagari": "३९.७६०५८",
    "by its number": "39&#46;76058",
    "zero width": "39.\u200b7605\u200d8",
    "a blank within": "39. 76058",
    "a line within": "39.\n76058",
    "arc seconds": "143138.1 N 168273.9 E",
    "whole arc seconds": "lat 143138",
    "minutes alone": "2385.635 minutes north",
    "radians": "0.693946, 0.815815",
    "gons": "44.17843",
    "short link of OpenStreetMap": "https://osm.org/go/zUJK8jQM?m=",
    "its long form": "see openstreetmap.org/go/zUJK8jQMV--",
    "maidenhead": "locator LM39is92",
    "georef": "RJBK44564563",
    "tile": "https://tile.example/18/165109/99469.png",
    "tile in parameters": "https://tile.example/?x=165109&y=99469&z=18",
    "quadkey": "https://t.example/a123000030031112303",
    "base64": "https://a.example/?d=eyJsYXQiOjM5Ljc2MDU4fQ==",
    "encoded twice": "39%252E76058",
    "geo uri": "geo:39.7606,46.7428?z=17",
    "bing": "https://www.bing.com/maps?cp=39.7606~46.7428",
    "apple": "https://maps.apple.com/?ll=39.7606,46.7428",
    "as software writes it": "3.9760583E+01",
    "millionths alone": "latE6 39760583",
    "half turns": "474362232",
    "a point at half height": "39·7605",
    "words between": "39 degrees of northern latitude and 45 minutes and 38 seconds",
    "2gis": "https://2gis.ru/?m=46.74275%2C39.76058%2F17",
}
POINTING = {
    "google short": "https://maps.app.goo.gl/AbCdEf123",
    "google older": "goo.gl/maps/AbC12",
    "google id": "https://www.google.com/maps?cid=1234567890123",
    "google place": "https://www.google.com/maps/place/X/data=!4m2!3m1!1s0x403e0a1b2c3d4e5f:0x1a2b3c4d5e6f7a8b",
    "yandex": "https://yandex.ru/maps/-/CDabc~12",
    "yandex com": "yandex.com/maps/-/CDabc",
    "yandex object": "https://yandex.com/maps/org/x/1234567890",
    "three words": "///filled.count.soap",
    "three words link": "https://w3w.co/filled.count.soap",
    "three words page": "what3words.com/filled.count.soap",
    "bit.ly": "http://bit.ly/2AbC",
    "encoded": "https%3A%2F%2Fmaps.app.goo.gl%2FAbC",
    "osm object": "https://www.openstreetmap.org/way/123456",
    "baidu": "https://j.map.baidu.com/ab/cd",
    "2gis object": "https://2gis.ru/moscow/geo/70000001",
    "wikimapia": "http://wikimapia.org/123/x",
    "organic maps": "https://omaps.app/o4B4pYZsRs",
    "street view": "https://a.example/?pano=AbCdEf",
    "three words named": "what3words: filled.count.soap",
    "osm object named": "OSM way 123456",
    "google place id": "ChIJN1t_tDeuEmsRUsoyG83frY4",
    "h3": "cell 8a2a1072b59ffff",
    "well": "within 20 m of the well",
    "well in words": "some twenty metres from the well",
    "well in feet": "60 ft north of the church",
    "well in russian": "в 20 м от колодца",
    "well in german": "20 Meter vom Brunnen entfernt",
    "well in french": "à 20 m du puits",
    "compass": "624.6 m NW of it",
    "thousands": "1,275 metres from the church",
    "polish": "20 m od kościoła",
    "italian": "a 20 m dal pozzo",
    "portuguese": "a 20 metros do poço",
    "spanish": "20 m de la iglesia",
    "ukrainian": "на відстані 20 м від криниці",
    "armenian": "20 մ հեռավորության վրա եկեղեցուց",
    "georgian": "20 მეტრი ჩრდილოეთით ეკლესიიდან",
    "arabic": "على بعد 20 متراً من البئر",
    "persian": "20 متر شمال مسجد",
    "hebrew": "20 מטר מהבאר",
    "chinese": "距教堂20米",
    "chinese in words": "距教堂二十米",
    "turkish": "kuyudan 20 m uzakta",
    "azerbaijani": "quyudan 20 metr şimalda",
    "nothing beside it": "the church is at 624.6 m",
    "before it": "distance to the church is 624.6 m",
    "towards": "20 m towards the church",
    "centimetres": "2000 cm from the wall",
    "few centimetres": "20 cm from the wall",
    "steps": "twenty steps from the well",
    "a radius around": "within a 20 m radius of the well",
    "bearing": "bearing 275.95 from the church",
    "russian bearing": "азимут 275,95 от церкви",
    "german bearing": "Peilung 276 zur Kirche",
    "chinese bearing": "方位角276",
    "degrees from": "at 275.95° from the church",
    "in an address": "https://a.example/?q=20%20m%20of%20it",
    "less than": "less than 200 metres from the school",
    "a hundred": "a hundred yards behind the mill",
}
SILENT = {
    "coarse": "about 39.76 N 46.74 E",
    "elsewhere": "39.8123 N, 46.9123 E, 38S PK 11111 22222, 8FH6XXX2+22",
    "numbers": "780 mg, 200 km, 2021-03-15, 15:45:38, 9M723, 38 of 49 283 02 637",
    "grid": "38S PK 4 0",
    "a depth": "found at a depth of 2 m, 40 cm across, 480 kg",
    "a range": "200 km from the border, up to 280 km away",
    "a reach": "fragments deadly up to 200 metres; a lethal radius of 150 m; дальность 900 м",
    "an area": "5.5 km², radius 1,323 m; 300 m2; 12 square metres",
    "sizes": "3 m in diameter, 2 m deep, глубиной 2 м, hauteur de 3 m, Tiefe 2 m, 深2米, a 5 m crater, 1,420 m above sea level",
    "calibres": "152 mm, 30mm and S-300M",
    "a speed": "60 m/s and 60 m per second",
    "a mark": "the fragment bearing the number 10; found on foot in 2013 in March; in two steps",
    "of itself": "up to 200 meters from the explosion site; 780 m from each other",
    "links": "https://t.co/AbC https://t.me/x/12 https://a.example/maps/x https://en.wikipedia.org/wiki/Shusha",
    "paths": "/usr/share/doc and https://a.example/a.b.c/d and and/or",
    "tile elsewhere": "12/3/2021, 18/11111/22222",
    "a hash": "d41d8cd98f00b204e9800998ecf8427e",
}


@pytest.mark.parametrize("text", TELLING.values(), ids=TELLING.keys())
@pytest.mark.parametrize("place", ["name", "note", "quote", "marking"])
def test_a_text_that_tells_more(text: str, place: str) -> None:
    """A text that reveals a finer position is reported, with the words that do so."""
    copy = publish(collection(feature("a", [46.74275, 39.760583], **{place: text})), "0.01deg")
    assert [(leak.record, leak.property, leak.tells) for leak in copy.leaks] == [("a", place, "a")], text


@pytest.mark.parametrize("text", POINTING.values(), ids=POINTING.keys())
@pytest.mark.parametrize("place", ["name", "quote", "marking"])
def test_a_text_that_points_to_a_place(text: str, place: str) -> None:
    """A link that leads to a place, and a small distance from something, are named."""
    copy = publish(collection(feature("a", [46.74275, 39.760583], **{place: text})), "0.01deg")
    assert [(leak.record, leak.property, leak.tells) for leak in copy.leaks] == [("a", place, "a")], text


def test_a_distance_counts_by_how_it_was_stated() -> None:
    """On a finer grid the same words reveal nothing: only what is stated more finely than half a cell does."""
    site = collection(feature("a", [46.74275, 39.760583], note="500 m from the well"))
    assert [leak.found for leak in publish(site, "0.01deg").leaks] == ["500 m"]
    assert publish(site, "10m").leaks == ()


def test_texts_of_claims_and_sources_point_as_well() -> None:
    """A claim's text points to what it is about, a source's to what cites it; a claim's own figure is judged elsewhere."""
    site, other = feature("a", [46.74275, 39.760583], sources=["s"]), feature("b", [46.95275, 39.960583])
    claim = feature("c", None, "distance_claim", **{"from": "b", "to": "a"}, distance_m=28760, quote="28.76 km from it",
                    note="20 m from the mill")  # fmt: skip
    source = feature("s", None, "source", title="t", note="https://maps.app.goo.gl/AbC")
    attribute = feature("d", None, "attribute_claim", about="a", attribute="distance_to_church_m", value=624)
    copy = publish(collection(site, other, claim, source, attribute, see="w3w.co/a.b.c"), "0.01deg")
    assert {(leak.record, leak.property, leak.tells) for leak in copy.leaks} == {
        (None, "see", "a"), ("c", "note", "b"), ("s", "note", "a"), ("d", "value", "a"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("расстояние до церкви", 624.6), ("Entfernung zur Kirche", 624), ("距离", 624), ("azimut", 275.95), ("Peilung", 275.95),
        ("heading", 275.95), ("how far", 20), ("min", 45.635), ("od kościoła", 20), ("metres from well", 20), ("latitude", 39.5),
        ("uzaklık", 20), ("məsafə", 20), ("հեռավորություն", 20), ("მანძილი", 20), ("مسافة", 20), ("فاصله", 20), ("מרחק", 20),
        ("odległość", 20), ("відстань", 20), ("distância", 20), ("distanza", 20), ("church", "20 m"), ("how near", "20 m"),
    ],
)  # fmt: skip
def test_an_attribute_that_is_named_as_a_distance_points_with_a_bare_number(name: str, value: Any) -> None:
    """A number in an attribute named as a distance, in any language, is reported as pointing to the place."""
    claim = feature("c", None, "attribute_claim", about="a", attribute=name, value=value)
    copy = publish(collection(feature("a", [46.74275, 39.760583]), claim), "0.01deg")
    assert {(leak.record, leak.property, leak.tells) for leak in copy.leaks} == {("c", "value", "a")}


@pytest.mark.parametrize(
    ("name", "value"),
    [("x_distance_to_church", 20), ("x_azimut", 275.95), ("x_mesafe", 20), ("x_min", 45.635), ("x_church", "20 m")],
)
def test_a_member_that_is_named_as_a_distance_points_with_a_bare_number(name: str, value: Any) -> None:
    """A number in an unknown member named as a distance is reported as an attribute of a claim is."""
    copy = publish(collection(feature("a", [46.74275, 39.760583]), **{name: value}), "0.01deg")
    assert {(leak.property, leak.tells) for leak in copy.leaks} == {(name, "a")}


@pytest.mark.parametrize(
    ("name", "value"), [("max_range_km", 280), ("length", "7 m"), ("received_from", 2013), ("width_m", 0.92)]
)
def test_an_attribute_of_a_thing_does_not_point(name: str, value: Any) -> None:
    """A range, a size and a year are no distances from something."""
    claim = feature("c", None, "attribute_claim", about="a", attribute=name, value=value)
    assert publish(collection(feature("a", [46.74275, 39.760583]), claim), "0.01deg").leaks == ()


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("about 1 km", []),
        ("about 1 km, 863.3 m", ["863.3 m"]),
        ("between 863 and 864 m", []),
        ("800 to 900 m", []),
        ("780 m (2,560 ft)", []),
        ("1 km ±5 m", []),
    ],
)
def test_a_printed_distance_may_hold_no_finer_figure_than_the_one_that_is_judged(printed: str, found: list[str]) -> None:
    """The coarser of two figures is what is judged; the finer would stay in the text."""
    claim = feature("c", None, "distance_claim", **{"from": "b", "to": "a"}, published_distance=printed)
    text = collection(feature("a", [46.74275, 39.760583]), feature("b", [46.75, 39.767]), claim)
    assert [leak.found for leak in publish(text, "0.01deg").leaks] == found


@pytest.mark.parametrize(("words", "found"), [("about 1 km from it", []), ("in truth 1,004.3 m from it", ["1,004.3 m"])])
def test_a_claims_own_figure_is_told_no_more_finely_in_its_texts(words: str, found: list[str]) -> None:
    """A figure near the claim's own, printed far more finely, is no repetition of it."""
    ends = {"from": "b", "to": "a"}
    claim = feature("c", None, "distance_claim", **ends, published_distance="about 1 km", quote=words)
    copy = publish(collection(feature("a", [46.74275, 39.760583]), feature("b", [46.75, 39.767]), claim), "0.01deg")
    assert [leak.found for leak in copy.leaks] == found


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_text_that_does_not(text: str) -> None:
    """A text that reveals nothing finer is not reported."""
    assert publish(collection(feature("a", [46.74275, 39.760583], note=text)), "0.01deg").leaks == ()


@pytest.mark.parametrize("kind", ["place", "fragment_site"])
@pytest.mark.parametrize(
    ("digits", "told"),
    [("39.7583 N 46.7483 E", set()), ("39.7583 N 46.7484 E", set()), ("39.760583 N", {"a"}), ("39.75835 N", {"town"})],
)
def test_digits_of_a_named_place_are_its_own(kind: str, digits: str, told: set[str]) -> None:
    """If they name it to within their last digit; digits of a site beside it, and of a place without a name, are not let through."""
    town = feature("town", [46.74833, 39.7583], kind, name="Shusha", note=digits)
    copy = publish(collection(feature("a", [46.74275, 39.760583]), town), "0.01deg")
    assert {leak.tells for leak in copy.leaks} == (told if kind == "place" else told or {"town"})


@pytest.mark.parametrize("piece", ["x", "649283 ", "20 m ", "1e9 ", "QUJD", "%41", "1,", "a.b."])
def test_a_text_that_is_too_long_counts_as_a_leak(piece: str) -> None:
    """It is not looked through, and the reader is told so, wherever it stands; a shorter one is."""
    long = piece * (1_000_000 // len(piece))
    copy = publish(collection(feature("a", [46.74275, 39.760583], note=long), x_more=[long]), "0.01deg")
    assert [(leak.record, leak.property, leak.found) for leak in copy.leaks] == [
        (None, "x_more", TOO_LONG), ("a", "note", TOO_LONG),
    ]  # fmt: skip
    assert publish(collection(feature("a", [46.74275, 39.760583], note="x" * 15_000)), "0.01deg").leaks == ()


def test_other_records_ids_and_members_are_looked_through() -> None:
    """A claim's figure, a source's address, an id, a list, the name of the file."""
    site = feature("at-39.7606", [46.74275, 39.760583], sources=["s-46.7428"])
    claim = feature("c", None, "attribute_claim", about="at-39.7606", attribute="latitude", value=39.760583)
    source = feature("s-46.7428", None, "source", title="t", url="https://a.example/46.742750")
    copy = publish(collection(site, claim, source, name="Site at 39.7606"), "0.01deg")
    found = {(leak.record, leak.property) for leak in copy.leaks}
    assert found == {
        (None, "name"), ("at-39.7606", "id"), ("at-39.7606", "sources"), ("c", "about"), ("c", "value"),
        ("s-46.7428", "id"), ("s-46.7428", "url"),
    }  # fmt: skip


def test_keys_are_looked_through() -> None:
    """Those that nothing reads: anything may stand there."""
    copy = publish(collection(feature("a", [46.74275, 39.760583]), **{"39.760583": 1}), "0.01deg")
    assert [(leak.record, leak.found) for leak in copy.leaks] == [(None, "39.760583")]


@pytest.mark.parametrize(
    "member", ["published_coordinates", "note", "uncertainty_m", "kind", "x_more", "properties", "geometry"]
)
def test_every_member_of_the_file_is_looked_through(member: str) -> None:
    """Whatever a member of the collection is called, and however deep in it a text or a key stands."""
    site = feature("a", [46.74275, 39.760583], note="Seen.")
    for value in ("39.76058", {"deep": [{"39.76058": 1}]}, [[39.76058]]):
        copy = publish(collection(site, **{member: value}), "0.01deg")
        assert [(leak.record, leak.property, leak.found) for leak in copy.leaks] == [(None, member, "39.76058")]


@pytest.mark.parametrize("member", ["published_coordinates", "note", "uncertainty_m", "kind", "x_more"])
def test_every_member_of_a_feature_is_looked_through(member: str) -> None:
    """Also where a property has the same name, and where what was put on the grid has it."""
    site = feature("a", [46.74275, 39.760583], published_coordinates="39.760583, 46.742750", note="Seen.") | {
        member: "39.76058"
    }
    sites = read_data("s", collection(feature("a", [46.74275, 39.760583], note="Seen.")).encode()).sites
    text = collection(site)
    copy = coarsen_sites(Original("s", text.encode(), parse(text)), sites, parse_precision("0.01deg"))
    assert ("a", member, "39.76058") in [(leak.record, leak.property, leak.found) for leak in copy.leaks]


def test_keys_with_escapes_are_what_they_stand_for() -> None:
    """A geometry, coordinates or a box whose key is written with an escape is put on the grid as well."""
    site = feature("a", [46.74275, 39.760583], published_coordinates="39.760583, 46.742750") | {
        "bbox": [46.74275, 39.760583] * 2
    }
    text = collection(site, bbox=[46.74275, 39.760583, 46.74275, 39.760583])
    for plain, escaped in (
        ("geometry", "g\\u0065ometry"),
        ("published_coord", "published\\u005fcoord"),
        ("bbox", "bb\\u006fx"),
        ('"id', '"\\u0069d'),
    ):
        text = text.replace(plain, escaped)
    assert "u0065" in text
    copy = publish(text, "0.01deg")
    assert "6058" not in copy.text
    assert copy.leaks == ()
    assert again(copy).sites["a"].position.uncertainty_m == 710  # type: ignore[attr-defined]


def test_publishing_a_copy_again_changes_nothing() -> None:
    """What lies in the middle of a cell already is left as it is."""
    for more in ({}, {"published_coordinates": "39.760583, 46.742750"}):
        for step in ("0.01deg", "1min", "10sec", "1km"):
            once = publish(collection(feature("a", [46.74275, 39.760583], **more)), step)
            twice = publish(once.text, step)
            assert (twice.text, twice.left) == (once.text, ("a",)), step


@pytest.mark.parametrize(
    "more",
    [
        {"x_lat_d": 39, "x_lat_m": 45, "x_lat_s": 38.1},
        {"x_lat_d": "39", "x_lat_m": "45.635"},
        {"x_easting": 649283, "x_northing": 4402637},
        {"x_easting": 649283},
        {"marking": "UTM 4402637"},
        {"x_x": 649283, "x_y": 4402637},
    ],
)
def test_properties_that_reveal_a_place_side_by_side(more: dict[str, Any]) -> None:
    """Degrees and minutes, or eastings and northings, in properties of their own are found."""
    text = collection(feature("a", [46.74275, 39.760583], **more))
    sites = read_data("s", collection(feature("a", [46.74275, 39.760583])).encode()).sites
    copy = coarsen_sites(Original("s", text.encode(), parse(text)), sites, parse_precision("0.01deg"))
    assert {leak.tells for leak in copy.leaks} == {"a"}


@pytest.mark.parametrize(
    "more",
    [{"x": [39, 45, 38.1]}, {"x": {"d": 39, "m": 45.635}}, {"x": [[39, 45], [38.1]]}, {"d": 39, "m": 45, "s": 38.1}],
)
def test_members_that_reveal_a_place_together(more: dict[str, Any]) -> None:
    """Degrees, minutes and seconds in a list, or in members of the file side by side, are found."""
    copy = publish(collection(feature("a", [46.74275, 39.760583]), **more), "0.01deg")
    assert {(leak.record, leak.tells) for leak in copy.leaks} == {(None, "a")}


def test_a_text_that_is_left_is_looked_through_as_well() -> None:
    """What is printed twice in one text counts as the coarser, and tells the finer."""
    printed = "39°45.5′N 46°44.9′E / 39.7583°N 46.7483°E"
    copy = publish(collection(feature("a", None, published_coordinates=printed)), "0.1min")
    assert copy.left == ("a",)
    assert [leak.property for leak in copy.leaks] == ["published_coordinates"]


@given(st.text(max_size=60))
def test_any_text_can_be_looked_through(text: str) -> None:
    """No text makes the search for leaks fail."""
    secrets = Secrets([("a", geo.Position(46.74275, 39.760583))], parse_precision("0.01deg"))
    assert all(record == "a" for _, record in secrets.find_positions(text))
    assert next(secrets.find_positions(f"{text} | 39.7605 | ")) == ("39.7605", "a") or "39.7605" not in text


@pytest.mark.parametrize(
    ("length", "wanted"), [(0.3, 1), (9.2, 10), (10, 10), (101, 110), (702.1, 710), (1402, 1500), (99_999, 100_000)]
)
def test_uncertainties_arerounded_up(length: float, wanted: int) -> None:
    """To two significant figures, never down."""
    assert round_up(length) == wanted


@given(st.floats(1e-3, 2e7))
def test_never_down(length: float) -> None:
    """A rounded uncertainty is never smaller, and at most a tenth or a metre larger."""
    assert length <= round_up(length) <= max(length * 1.1, length + 1)


def test_an_outline_with_a_hole() -> None:
    """A hole in an outline is still a hole on the grid."""
    place = feature("a", None, "place")
    outer = [[46.0, 39.0], [46.5, 39.0], [46.5, 39.5], [46.0, 39.5], [46.0, 39.0]]
    hole = [[46.111, 39.111], [46.111, 39.311], [46.311, 39.311], [46.311, 39.111], [46.111, 39.111]]
    place["geometry"] = {"type": "Polygon", "coordinates": [outer, hole]}
    (made,) = again(publish(collection(place), "1min")).sites
    assert isinstance(made, Place)
    assert made.polygon
    assert len(made.polygon) == 2
    minutes = [value * 60 for pair in made.polygon[1] for value in pair]
    assert minutes == pytest.approx([math.floor(value) + 0.5 for value in minutes], abs=1e-4)


WEDGE = [[46.2411, 39.2512], [46.7823, 39.2521], [46.7834, 39.7799], [46.2401, 39.7788], [46.2411, 39.2512]]


def outlined(kind: str, ring: list[list[float]], **properties: Any) -> str:
    area = feature("a", None, kind, **properties)
    area["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    return collection(area)


@pytest.mark.parametrize("kind", ["fragment_site", "strike_report", "place"])
@pytest.mark.parametrize("more", [{}, {"published_coordinates": "39.5, 46.5"}], ids=["alone", "printed coarsely"])
def test_no_outline_of_any_kind_stays_as_it_is(kind: str, more: dict[str, Any]) -> None:
    """The outline of a site tells as much as that of a place, also where what was printed is coarse."""
    copy = publish(outlined(kind, WEDGE, **more), "0.01deg")
    assert copy.coarsened == ("a",)
    (made,) = again(copy).sites.of_kind(Located)
    assert made.polygon
    assert made.published_coordinates is None
    assert {pair for ring in made.polygon for pair in ring} == {
        (46.245, 39.255), (46.785, 39.255), (46.785, 39.775), (46.245, 39.775),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("step", "west", "south"),
    [
        ("36sec", 46.245, 39.255),
        ("3min", 46.225, 39.275),
        ("6min", 46.25, 39.25),
        ("30min", 46.25, 39.25),
        ("1min", 46.241667, 39.258333),
    ],
)
def test_an_outline_keeps_the_digits_of_its_grid(step: str, west: float, south: float) -> None:
    """The middles of cells of minutes or seconds are written with the decimals that they need."""
    (made,) = again(publish(outlined("place", WEDGE), step)).sites.of_kind(Place)
    assert made.polygon
    assert (min(lon for lon, _ in made.polygon[0]), min(lat for _, lat in made.polygon[0])) == (west, south)


def test_an_outline_whose_thin_part_is_gone_is_as_uncertain_as_that() -> None:
    """In the far north a part thinner than the grid goes, and the wider circle around what stays holds the whole outline."""
    ring = [[-46.65, 84.66], [-46.87, 84.6], [-46.78, 84.48], [-46.77, 84.38], [-46.71, 84.4], [-46.65, 84.66]]
    (made,) = again(publish(outlined("place", ring, uncertainty_m=500), "0.1deg")).sites.of_kind(Place)
    assert made.polygon
    off = [-measure_depth(lon, lat, made.polygon) for lon, lat in ring]
    assert max(off) > 5_000
    assert float(made.uncertainty_m or 0) >= 500 + max(off)


@pytest.mark.parametrize("step", ["1sec", "0.001deg", "100m"])
def test_a_position_in_an_old_datum_is_published_in_wgs_84(step: str) -> None:
    """What is on the grid is WGS 84: read in the old datum once more it would lie 103 m beside, outside of its circle."""
    printed = {"published_coordinates": "39°45'38.10\"N 46°44'33.90\"E", "geodetic_datum": "Pulkovo 1942"}
    text = collection(feature("a", None, **printed))
    (old,) = read_data("s", text.encode()).sites.of_kind(Located)
    copy = publish(text, step)
    (new,) = again(copy).sites.of_kind(Located)
    assert old.position
    assert new.position
    assert "geodetic_datum" not in copy.text
    measured = geo.measure(
        Position(old.position.lon_deg, old.position.lat_deg), Position(new.position.lon_deg, new.position.lat_deg)
    )
    assert measured.distance_m + old.position.uncertainty_m <= new.position.uncertainty_m


@pytest.mark.parametrize("step", ["0.01deg", "1deg", "10km"])
@pytest.mark.parametrize("includes", [True, False])
def test_a_place_that_is_offset_follows_what_it_is_offset_from(step: str, includes: bool) -> None:
    """It moves with it, so the wider circle is its own as well, whatever its record says that is included."""
    start = feature("p", [46.123456, 39.123456])
    more: dict[str, Any] = {
        "offset_distance_m": 500,
        "offset_direction": "45.0",
        "uncertainty_m": 10,
        "uncertainty_includes_printing": includes,
    }
    text = collection(start, feature("a", None, offset_from="p", **more))
    old: Any = read_data("s", text.encode()).sites["a"]
    copy = publish(text, step)
    new: Any = again(copy).sites["a"]
    assert "a" in copy.coarsened
    moved = geo.measure(
        Position(old.position.lon_deg, old.position.lat_deg), Position(new.position.lon_deg, new.position.lat_deg)
    )
    assert moved.distance_m + 10 <= new.position.uncertainty_m


def test_digits_in_an_old_datum_tell_as_much() -> None:
    """A note repeats them as printed, 140 m beside where they lie in WGS 84."""
    printed = "48°51'23.76\"N 2°21'07.92\"E"
    site = feature("a", None, published_coordinates=printed, geodetic_datum="ED50", note=f"Printed as {printed}.")
    assert [(leak.property, leak.tells) for leak in publish(collection(site), "0.01deg").leaks] == [("note", "a")]


@pytest.mark.parametrize("step", ["0.01deg", "36sec"])
def test_coordinates_beside_an_outline_go(step: str) -> None:
    """On the grid they would lie up to 1 km outside of it, which no file may say of two printings of one place."""
    ring = [[46.1449, 39.1449], [46.4, 39.1449], [46.4, 39.4], [46.1449, 39.4], [46.1449, 39.1449]]
    old: Any = read_data("s", outlined("place", ring, published_coordinates="39.14501, 46.14501").encode()).sites["a"]
    new: Any = again(publish(outlined("place", ring, published_coordinates="39.14501, 46.14501"), step)).sites["a"]
    assert old.published_coordinates
    assert new.published_coordinates is None
    for lon, lat in ring:
        away = geo.measure(Position(lon, lat), Position(new.position.lon_deg, new.position.lat_deg)).distance_m
        assert away <= new.position.uncertainty_m


def test_photographs_lose_file_position_and_direction() -> None:
    """Of a photograph nothing is left that leads to its file or says where it was taken; of a sensitive one nothing at all."""
    said = {
        "file": "photos/a.jpg",
        "sha256": "0" * 64,
        "copied_from": "https://example.org/a.jpg",
        "position_basis": "camera",
        "position_error_m": 5,
        "view_direction_deg": 45,
        "view_north": "true",
        "view_width_deg": 60,
        "shows": ["site"],
        "taken_at": "2021-03-15",
        "credit": "An agency",
    }
    place = [46.742750, 39.760583]
    text = collection(
        feature("site", place),
        feature("p1", place, "photo", **said),
        feature("p2", place, "photo", **said, sensitive=True, name="A face", note="At 39.760583, 46.742750"),
    )
    copy = publish(text, "0.01deg")
    _, first, second = json.loads(copy.text)["features"]
    kept = {"kind": "photo", "shows": ["site"], "taken_at": "2021-03-15", "credit": "An agency"}
    assert (first["geometry"], first["properties"]) == (None, kept)
    assert (second["geometry"], second["properties"]) == (None, {"kind": "photo", "sensitive": True})
    assert (copy.photos, copy.sensitive, copy.leaks) == (("p1",), ("p2",), ())
    again(copy)


def test_what_is_offset_from_a_photograph_keeps_a_place() -> None:
    """A place that is offset from a photograph, which has none in the copy, is put on the grid, and what follows it is kept."""
    text = collection(
        feature("p", [46.742750, 39.760583], "photo", position_basis="camera", position_error_m=5),
        feature("crater", None, "strike_report", offset_from="p", published_offset="50 m north"),
        feature("hole", None, "strike_report", offset_from="crater", published_offset="20 m north"),
        feature("unknown", [46.742750, 39.760583], "photo", position_basis="camera"),
        feature("lost", None, "strike_report", offset_from="unknown", published_offset="50 m north"),
    )
    copy = publish(text, "0.01deg")
    assert (copy.from_photos, copy.cure.placed, copy.left) == (("crater",), (), ())
    assert copy.coarsened == ("crater", "hole")
    new = again(copy).sites
    old = read_data("s", text.encode()).sites
    for one in ("crater", "hole"):
        was, now = old[one], new[one]
        assert isinstance(was, Located)
        assert isinstance(now, Located)
        assert was.position is not None
        assert now.position is not None
        assert geo.measure(was, now).distance_m + was.position.uncertainty_m <= now.position.uncertainty_m
    assert json.loads(copy.text)["features"][1]["geometry"]["coordinates"] == [46.745, 39.765]


def test_a_text_that_tells_where_a_photograph_was_taken_is_a_leak() -> None:
    """A note that repeats the camera's position is found, also where nothing says how well that is known."""
    text = collection(feature("p1", [46.742750, 39.760583], "photo", position_basis="camera", note="At 39.760583, 46.742750"))
    (leak,) = publish(text, "0.01deg").leaks
    assert (leak.record, leak.property, leak.tells) == ("p1", "note", "p1")


@pytest.mark.parametrize(
    "text", ["See IMG_0417.jpg", "photos/IMG_0417.JPG", "sha256=" + "0" * 64, "https://example.org/a.jpg?x"]
)
def test_texts_that_lead_to_a_photograph_are_leaks(text: str) -> None:
    """The name, the hash and the address of a photograph's file are found in other texts, whatever the case, and told."""
    said = {"file": "photos/IMG_0417.jpg", "sha256": "0" * 64, "copied_from": "https://example.org/a.jpg?x"}
    site = feature("site", [46.742750, 39.760583], note=text.replace("sha256=", "hash "))
    copy = publish(collection(site, feature("p1", None, "photo", **said)), "0.01deg")
    assert [(leak.record, leak.property, leak.tells) for leak in copy.leaks] == [("site", "note", "p1")]
    harmless = feature("site", [46.742750, 39.760583], note="Taken with a phone; IMG_0418.jpg is another")
    assert publish(collection(harmless, feature("p1", None, "photo", **said)), "0.01deg").leaks == ()
