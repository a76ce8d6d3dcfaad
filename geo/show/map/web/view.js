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
const AROUND_VIEW = 0.1; // of the view: what lies so near to it is brought in without a jump
const CLEAR = 12; // pixels between what is chosen and the edge of the map or a control

/**
 * The view: fitted to corners beside the controls, or to wider ones where these make it little smaller, until the reader
 * moves it. In a frame that is hidden or that changes its size it is fitted when it is seen.
 */
export class View {
  /** What is fitted, and where that looks; the place is null while nobody sees it. */
  /** @type {{ corners: Corners, rather: Corners, above: number, place: { at: L.LatLng, zoom: number } | null } | null} */ #fitted = null;
  /** @type {(() => void)[]} */ #waiting = [];
  /** Amid an animated zoom Leaflet takes no other view: the last one asked for then waits. */
  #isZooming = false;
  /** @type {(() => void) | null} */ #afterZoom = null;

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
    map.on("zoomanim", () => {
      this.#isZooming = true;
    });
    map.on("zoomend", () => {
      this.#isZooming = false;
      const act = this.#afterZoom;
      this.#afterZoom = null;
      act?.();
    });
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
   * Whether an animated zoom is under way; if so, something is done when it has ended, in place of what waited before.
   * @param {() => void} act
   */
  #waits(act) {
    if (this.#isZooming) this.#afterZoom = act;
    return this.#isZooming;
  }

  /**
   * What a view leaves free beside the controls, and so many pixels above; nothing where that leaves no room.
   * @param {number} top
   */
  padding(top) {
    const { L, map } = this;
    const size = map.getSize();
    const legend = this.#legend();
    const left = size.x > ROOMY ? 130 : 88; // names stand beside the outermost symbols, and nothing under the buttons
    const rooms = [[24, top]];
    if (legend) rooms.unshift([legend.offsetWidth + 20, top], [24, Math.max(top, legend.offsetTop + legend.offsetHeight + CLEAR)]);
    if (legend && size.x <= WIDE) rooms.splice(0, 1); // there it reaches over the whole map
    const found = rooms
      .map(([right, above]) => ({ paddingTopLeft: L.point(left, above), paddingBottomRight: L.point(right, 40) }))
      .find(({ paddingTopLeft, paddingBottomRight }) => {
        const room = size.subtract(paddingTopLeft).subtract(paddingBottomRight);
        return room.x >= LEAST && room.y >= LEAST;
      });
    return found ?? { paddingTopLeft: L.point(0, 0), paddingBottomRight: L.point(0, 0) };
  }

  /** The legend while it is unfolded. @returns {HTMLDetailsElement | null} */
  #legend() {
    return this.map.getContainer().querySelector(".legend[open]");
  }

  /**
   * Whether a place lies outside of the map, at its edge, or under a control.
   * @param {LatLon} at
   */
  isCovered(at) {
    const { x, y } = this.map.latLngToContainerPoint(at);
    const size = this.map.getSize();
    if (x < CLEAR || y < CLEAR || x > size.x - CLEAR || y > size.y - CLEAR) return true;
    const frame = this.map.getContainer().getBoundingClientRect();
    const [left, top] = [frame.left + x, frame.top + y];
    return Array.from(this.map.getContainer().querySelectorAll(".leaflet-control"), (control) => control.getBoundingClientRect()).some(
      (box) => left > box.left - CLEAR && left < box.right + CLEAR && top > box.top - CLEAR && top < box.bottom + CLEAR,
    );
  }

  /**
   * Bring a place to where nothing covers it: as little as will do where it is in the view or beside it, else to the middle.
   * @param {LatLon} at
   */
  bringIn(at) {
    if (this.#waits(() => this.bringIn(at))) return;
    const { map } = this;
    const isNear = map.getBounds().pad(AROUND_VIEW).contains(at);
    for (const legend of [null, this.#legend()]) {
      if (!this.isCovered(at)) return;
      if (legend) legend.open = false; // it leaves no room
      const paddings = this.padding(ABOVE);
      if (isNear) map.panInside(at, { ...paddings, animate: false });
      if (isNear && !this.isCovered(at)) return;
      const { paddingTopLeft: start, paddingBottomRight: end } = paddings;
      const middle = start.add(map.getSize().subtract(end)).divideBy(2);
      map.panBy(map.latLngToContainerPoint(at).subtract(middle).round(), { animate: false });
    }
  }

  /**
   * Look where somebody asked to look.
   * @param {{ at: LatLon, zoom: number }} place
   */
  look({ at: [lat, lon], zoom }) {
    if (this.#waits(() => this.look({ at: [lat, lon], zoom }))) return;
    this.#fitted = null;
    this.map.setView([lat, near(lon, this.middle)], zoom, { animate: false });
  }

  /**
   * @param {Corners} corners
   * @param {Corners} [rather]
   * @param {number} [above] pixels that stay free above
   */
  fit(corners, rather = corners, above = ABOVE) {
    if (this.#waits(() => this.fit(corners, rather, above))) return;
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
   * Show some points beside the controls, with room above for words; and none of some of them under a control.
   * @param {LatLon[]} points
   * @param {number} [above] pixels
   * @param {LatLon[]} [ends]
   */
  fitTo(points, above = ABOVE, ends = []) {
    if (this.#waits(() => this.fitTo(points, above, ends))) return;
    const [lats, lons] = [points.map(([lat]) => lat), points.map(([, lon]) => lon)];
    /** @type {Corners} */
    const corners = [
      [Math.min(...lats), Math.min(...lons)],
      [Math.max(...lats), Math.max(...lons)],
    ];
    const isFree = () => !this.isSeen() || !ends.some((at) => this.isCovered(at));
    this.fit(corners, undefined, above);
    if (isFree()) return;
    const legend = this.#legend();
    if (legend) legend.open = false; // it leaves no room
    const folded = this.map.getContainer().querySelector(".legend");
    const below = folded instanceof HTMLElement ? folded.offsetTop + folded.offsetHeight + CLEAR : 0;
    for (const room of [above, Math.max(above, below)]) {
      if (isFree()) return;
      this.fit(corners, undefined, room);
    }
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
