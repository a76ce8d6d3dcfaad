// Where the map looks: at what belongs together, beside the controls, in the room that panel and paper leave.

import { el } from "./dom.js";
import { short } from "./labels.js";
import { counted, number } from "./words.js";

const FAR_NAMED = 5;
const WIDE = 560; // pixels from which the legend and the buttons stand beside what is shown

/** The view: fitted to corners beside the controls, or to wider ones where these make it little smaller, until the reader moves it. */
export class View {
  /** @type {{ corners: Corners, rather: Corners, at: L.LatLng, zoom: number } | null} */ #fitted = null;

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
   */
  fit(corners, rather = corners) {
    const { map } = this;
    const { paddingTopLeft, paddingBottomRight } = this.padding(30);
    const zoomOf = (/** @type {Corners} */ wanted) => map.getBoundsZoom(wanted, false, paddingTopLeft.add(paddingBottomRight));
    const chosen = zoomOf(rather) >= zoomOf(corners) - 0.25 ? rather : corners;
    map.fitBounds(chosen, { paddingTopLeft, paddingBottomRight, maxZoom: 17, animate: false });
    this.#fitted = { corners, rather, at: map.getCenter(), zoom: map.getZoom() };
  }

  /**
   * Show some points beside the controls.
   * @param {LatLon[]} points
   */
  fitTo(points) {
    const [lats, lons] = [points.map(([lat]) => lat), points.map(([, lon]) => lon)];
    this.fit([
      [Math.min(...lats), Math.min(...lons)],
      [Math.max(...lats), Math.max(...lons)],
    ]);
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
    if (again) this.fit(again.corners, again.rather);
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
  const more = far.length > FAR_NAMED ? [`and ${number(far.length - FAR_NAMED, 0)} more`] : [];
  const list = [...names, ...more].flatMap((one, index) => (index ? [", ", one] : [one]));
  const verb = far.length === 1 ? "lies" : "lie";
  const said = `${counted(far.length, "record", "records")} ${verb} far from all others, outside of this view: `;
  const button = el("button", { type: "button", class: "more" }, "Show all");
  let isWhole = false;
  button.addEventListener("click", () => {
    isWhole = !isWhole;
    button.textContent = isWhole ? "Back to where most lie" : "Show all";
    if (isWhole) view.fit(everything);
    else view.fit(home, surroundings);
  });
  return el("p", { class: "far" }, said, list, ". ", button);
}

/**
 * On paper the map keeps what it shows, at the size of the sheet.
 * @param {L.Map} map
 * @param {View} view
 */
export function addPrinting(map, view) {
  /** @type {L.LatLngBounds | null} */
  let bounds = null;
  addEventListener("beforeprint", () => {
    bounds = map.getBounds();
    document.documentElement.classList.add("printing");
    if (!view.refit()) map.fitBounds(bounds.pad(-0.15), { animate: false });
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    if (!view.refit() && bounds) map.fitBounds(bounds.pad(-0.05), { animate: false });
  });
}
