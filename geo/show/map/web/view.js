// Where the map looks: at what belongs together, beside the controls, in the room that panel and paper leave.

import { el, followed } from "./dom.js";
import { short } from "./labels.js";
import { near } from "./meridian.js";
import { comma, plural, t } from "./messages.js";
import { number } from "./words.js";

const FAR_NAMED = 5;
const ABOVE = 30;
const WIDE = 560; // pixels from which the legend and the buttons stand beside what is shown

const ROOMY = 900; // pixels from which names at the left edge get room
const LEAST = 80; // pixels of room, below which a view keeps nothing free beside the controls

/**
 * The view: fitted to corners beside the controls, or to wider ones where these make it little smaller, until the reader
 * moves it. In a frame that is hidden or that changes its size it is fitted when it is seen.
 */
export class View {
  /** What is fitted, and where that looks; the place is null while nobody sees it. */
  /** @type {{ corners: Corners, rather: Corners, above: number, place: { at: L.LatLng, zoom: number } | null } | null} */ #fitted = null;
  /** @type {(() => void)[]} */ #waiting = [];

  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   * @param {number} middle the longitude within 180 degrees of which everything is drawn
   */
  constructor(L, map, middle) {
    this.L = L;
    this.map = map;
    this.middle = middle;
    const container = map.getContainer();
    let size = "";
    const observer = new ResizeObserver(() => {
      const now = `${container.clientWidth} ${container.clientHeight}`;
      if (now !== size) this.refit();
      size = now;
    });
    observer.observe(container);
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      if (Math.abs(lng - middle) > 180) map.setView([lat, near(lng, middle)], map.getZoom(), { animate: false });
    });
  }

  /** Whether the map has any room. */
  isSeen() {
    const { x, y } = this.map.getSize();
    return x > 0 && y > 0;
  }

  /**
   * Do something now, or as soon as the map has any room.
   * @param {() => void} act
   */
  whenSeen(act) {
    if (this.isSeen()) act();
    else this.#waiting.push(act);
  }

  /**
   * What a view leaves free beside the controls, and so many pixels above; nothing where that leaves no room.
   * @param {number} top
   */
  padding(top) {
    const { L, map } = this;
    const size = map.getSize();
    const isWide = size.x > WIDE;
    /** @type {HTMLElement | null} */
    const legend = map.getContainer().querySelector(".legend[open]");
    const right = isWide && legend ? legend.offsetWidth + 20 : 24;
    const left = size.x > ROOMY ? 130 : 88; // names stand beside the outermost symbols, and nothing under the buttons
    const paddings = { paddingTopLeft: L.point(left, top), paddingBottomRight: L.point(right, 40) };
    const room = size.subtract(paddings.paddingTopLeft).subtract(paddings.paddingBottomRight);
    if (room.x >= LEAST && room.y >= LEAST) return paddings;
    return { paddingTopLeft: L.point(0, 0), paddingBottomRight: L.point(0, 0) };
  }

  /**
   * Look where somebody asked to look.
   * @param {{ at: LatLon, zoom: number }} place
   */
  look({ at: [lat, lon], zoom }) {
    this.#fitted = null;
    this.map.setView([lat, near(lon, this.middle)], zoom, { animate: false });
  }

  /**
   * @param {Corners} corners
   * @param {Corners} [rather]
   * @param {number} [above] pixels that stay free above
   */
  fit(corners, rather = corners, above = ABOVE) {
    const { map } = this;
    this.#fitted = { corners, rather, above, place: null };
    if (!this.isSeen()) return;
    const { paddingTopLeft, paddingBottomRight } = this.padding(above);
    const zoomOf = (/** @type {Corners} */ wanted) => map.getBoundsZoom(wanted, false, paddingTopLeft.add(paddingBottomRight));
    const chosen = zoomOf(rather) >= zoomOf(corners) - 0.25 ? rather : corners;
    map.fitBounds(chosen, { paddingTopLeft, paddingBottomRight, maxZoom: 17, animate: false });
    this.#fitted.place = { at: map.getCenter(), zoom: map.getZoom() };
  }

  /**
   * Show some points beside the controls, with room above for words.
   * @param {LatLon[]} points
   * @param {number} [above] pixels
   */
  fitTo(points, above = ABOVE) {
    const [lats, lons] = [points.map(([lat]) => lat), points.map(([, lon]) => lon)];
    this.fit(
      [
        [Math.min(...lats), Math.min(...lons)],
        [Math.max(...lats), Math.max(...lons)],
      ],
      undefined,
      above,
    );
  }

  /** Whether the view is one that the page chose, and nobody has moved it. */
  isFitted() {
    const { map } = this;
    if (!this.#fitted) return false;
    const { place } = this.#fitted;
    if (!place) return true;
    if (place.zoom !== map.getZoom()) return false;
    return map.latLngToContainerPoint(place.at).distanceTo(map.getSize().divideBy(2)) < 3;
  }

  /** Take in the room that the map has now; the answer is whether the view was fitted to it, since nobody had moved it. */
  refit() {
    const again = this.isFitted() ? this.#fitted : null;
    this.map.invalidateSize({ animate: false });
    if (this.isSeen()) for (const act of this.#waiting.splice(0)) act();
    if (again && again === this.#fitted) this.fit(again.corners, again.rather, again.above);
    return Boolean(again);
  }
}

/**
 * What the view does not start with, and a button that shows it; empty where all lie together.
 * @param {Views} views
 * @param {import("./data.js").Records} records
 * @param {View} view
 * @param {(id: string) => void} choose
 */
export function farNote({ far, home, surroundings, everything }, records, view, choose) {
  if (!far.length) return "";
  const names = far.slice(0, FAR_NAMED).map((id) => {
    const name = el("button", { type: "button", class: "choose" }, short(records.labelOf(id)));
    name.addEventListener("click", () => choose(id));
    return name;
  });
  const more = far.length > FAR_NAMED ? [t("and {count} more", { count: number(far.length - FAR_NAMED, 0) })] : [];
  const said = [...names.map((name, index) => followed(name, index < names.length - 1 || more.length ? comma() : ".")), ...more];
  const list = said.flatMap((one) => [" ", one]);
  const start = plural(
    far.length,
    "{count} record lies far from all others, outside of this view:",
    "{count} records lie far from all others, outside of this view:",
  );
  const button = el("button", { type: "button", class: "more" }, t("Show all"));
  let isWhole = false;
  button.addEventListener("click", () => {
    isWhole = !isWhole;
    button.textContent = isWhole ? t("Back to where most lie") : t("Show all");
    if (isWhole) view.fit(everything);
    else view.fit(home, surroundings);
  });
  return el("p", { class: "far" }, start, list, more.length ? ". " : " ", button);
}
