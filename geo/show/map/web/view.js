// Where the map looks: at what belongs together, beside the controls, in the room that panel and paper leave.

import { el } from "./dom.js";
import { short } from "./labels.js";
import { comma, plural, t } from "./messages.js";
import { number } from "./words.js";

const FAR_NAMED = 5;
const ABOVE = 30;
const WIDE = 560; // pixels from which the legend and the buttons stand beside what is shown

/** The view: fitted to corners beside the controls, or to wider ones where these make it little smaller, until the reader moves it. */
export class View {
  /** @type {{ corners: Corners, rather: Corners, above: number, at: L.LatLng, zoom: number } | null} */ #fitted = null;

  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   */
  constructor(L, map) {
    this.L = L;
    this.map = map;
  }

  /**
   * What a view leaves free beside the controls, and so many pixels above.
   * @param {number} top
   */
  padding(top) {
    const { L, map } = this;
    const isWide = map.getSize().x > WIDE;
    /** @type {HTMLElement | null} */
    const legend = map.getContainer().querySelector(".legend[open]");
    const right = isWide && legend ? legend.offsetWidth + 20 : 12;
    return { paddingTopLeft: L.point(isWide ? 50 : 12, top), paddingBottomRight: L.point(right, 40) };
  }

  /**
   * @param {Corners} corners
   * @param {Corners} [rather]
   * @param {number} [above] pixels that stay free above
   */
  fit(corners, rather = corners, above = ABOVE) {
    const { map } = this;
    const { paddingTopLeft, paddingBottomRight } = this.padding(above);
    const zoomOf = (/** @type {Corners} */ wanted) => map.getBoundsZoom(wanted, false, paddingTopLeft.add(paddingBottomRight));
    const chosen = zoomOf(rather) >= zoomOf(corners) - 0.25 ? rather : corners;
    map.fitBounds(chosen, { paddingTopLeft, paddingBottomRight, maxZoom: 17, animate: false });
    this.#fitted = { corners, rather, above, at: map.getCenter(), zoom: map.getZoom() };
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
    if (this.#fitted?.zoom !== map.getZoom()) return false;
    return map.latLngToContainerPoint(this.#fitted.at).distanceTo(map.getSize().divideBy(2)) < 3;
  }

  /** Take in the room that the map has now; the answer is whether the view was fitted to it, since nobody had moved it. */
  refit() {
    const again = this.isFitted() ? this.#fitted : null;
    this.map.invalidateSize({ animate: false });
    if (again) this.fit(again.corners, again.rather, again.above);
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
  const list = [...names, ...more].flatMap((one, index) => (index ? [comma(), one] : [one]));
  const said = plural(
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
  return el("p", { class: "far" }, said, " ", list, ". ", button);
}
