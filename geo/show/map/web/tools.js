// Tools on the map: measuring, the place under the cursor, the whole screen.

import { el, say, svg } from "./dom.js";
import { drawnLines, inverse } from "./geodesic.js";
import { mgrsText } from "./grid.js";
import { written } from "./meridian.js";
import { comma, t } from "./messages.js";
import { metres, number, sexagesimal } from "./words.js";

const DRAWN = {
  measure: "M3 16 16 3l5 5L8 21Zm4-4 2 2m1-5 3 3m0-6 2 2",
  everything: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5M9 12h6M12 9v6",
  screen: "M4 4h16v16H4ZM8 8h8v8H8Z",
};

/**
 * @param {keyof typeof DRAWN} name
 * @param {string} text
 */
function toolButton(name, text) {
  const picture = svg("svg", { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true" }, svg("path", { d: DRAWN[name] }));
  return el("button", { type: "button", class: "tool", title: text, "aria-label": text }, picture);
}

/**
 * "1,275.6 m at 104.4°" from one [lat, lon] to another.
 * @param {LatLon} from
 * @param {LatLon} to
 */
export function bearing(from, to) {
  const found = inverse(from, to);
  return found
    ? t("{distance} at {azimuth}", { distance: metres(found.distance_m), azimuth: `${number(found.azimuth_deg)}°` })
    : t("on the other side of the Earth");
}

/**
 * Measure by clicking: each click adds a point, Escape ends. On the keyboard the arrows move the map and Enter adds the
 * point in its middle. Returns the button.
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {(text: string) => void} say
 */
function measureButton(L, map, say) {
  const button = toolButton("measure", t("Measure on the ellipsoid"));
  const drawn = L.layerGroup();
  /** @type {LatLon[]} */
  let points = [];

  function finish() {
    map.off("click", add);
    map.getContainer().removeEventListener("keydown", addMiddle);
    map.getContainer().classList.remove("measuring");
    button.setAttribute("aria-pressed", "false");
    drawn.remove().clearLayers();
    points = [];
    say("");
  }

  /** @param {KeyboardEvent} event */
  function addMiddle(event) {
    if (event.key === "Enter" && event.target === map.getContainer()) add({ latlng: map.getCenter() });
  }

  /** @param {{ latlng: L.LatLng }} event */
  function add({ latlng }) {
    points.push([latlng.lat, latlng.lng]);
    drawn.addLayer(L.circleMarker(latlng, { radius: 3, className: "ruler", interactive: false }));
    if (points.length < 2) return;
    const [from, to] = points.slice(-2);
    const total = points.slice(1).reduce((sum, point, index) => sum + (inverse(points[index], point)?.distance_m ?? 0), 0);
    drawn.addLayer(L.polyline(drawnLines(from, to), { className: "ruler", weight: 2, interactive: false }));
    const all = points.length > 2 ? `${comma()}${t("{total} in all", { total: metres(total) })}` : "";
    say(`${bearing(from, to)}${all} (${t("{number} m", { number: total.toFixed(3) })})`);
  }

  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      finish();
      return;
    }
    button.setAttribute("aria-pressed", "true");
    map.getContainer().classList.add("measuring");
    drawn.addTo(map);
    map.on("click", add);
    map.getContainer().addEventListener("keydown", addMiddle);
    map.getContainer().focus();
    say(t("Click two or more points on the map, or move it with the arrow keys and press Enter; Escape ends."));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-pressed") === "true") finish();
  });
  return button;
}

/**
 * Add the tools; `chosen()` gives the record from which the cursor is measured, or null.
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {() => void} home
 * @param {() => PlacedRecord | null} chosen
 */
export function addTools(L, map, home, chosen) {
  const status = el("output", { class: "status", "aria-live": "polite" });
  const measured = el("span");
  const cursor = el("span");
  status.append(measured, cursor);
  const bar = new L.Control({ position: "topleft" });
  bar.onAdd = () => {
    const everything = toolButton("everything", t("Show everything"));
    everything.addEventListener("click", home);
    const screen = toolButton("screen", t("Whole screen"));
    screen.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    });
    const ruler = measureButton(L, map, (text) => {
      say(measured, text);
    });
    const box = el("div", { class: "leaflet-bar tools" }, ruler, everything, document.fullscreenEnabled ? screen : null);
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  bar.addTo(map);
  const foot = new L.Control({ position: "bottomleft" });
  foot.onAdd = () => status;
  foot.addTo(map);
  map.on("mousemove", ({ latlng }) => {
    /** @type {LatLon} */
    const at = [latlng.lat, written(latlng.lng)];
    const from = chosen();
    const words = [`${sexagesimal(at[0], "NS", 1)} ${sexagesimal(at[1], "EW", 1)}`, mgrsText(...at)];
    if (from) words.push(t("{bearing} from {name}", { bearing: bearing(from.at, at), name: from.label }));
    say(cursor, words.filter(Boolean).join("  ·  "));
  });
  map.on("mouseout", () => {
    cursor.textContent = "";
  });
}
