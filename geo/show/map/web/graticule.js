// A net of degrees, minutes and seconds that follows the zoom: without a network the page still orients.

import { label, RANKS } from "./labels.js";
import { written } from "./meridian.js";
import { sexagesimal } from "./words.js";

const STEPS_SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000, 72000, 108000];

/**
 * The step in seconds of arc that keeps lines at least this many pixels apart.
 * @param {number} degreesPerPixel
 * @param {number} [pixels]
 */
export function stepFor(degreesPerPixel, pixels = 130) {
  return STEPS_SECONDS.find((step) => step / 3600 / degreesPerPixel >= pixels) ?? STEPS_SECONDS[STEPS_SECONDS.length - 1];
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} stepSeconds
 */
function multiples(from, to, stepSeconds) {
  const values = [];
  for (let count = Math.ceil((from * 3600) / stepSeconds); count * stepSeconds <= to * 3600; count += 1) {
    values.push((count * stepSeconds) / 3600);
  }
  return values;
}

/**
 * Draw the net on a Leaflet map and keep it drawn.
 * @param {Leaflet} L
 * @param {L.Map} map
 */
export function addGraticule(L, map) {
  const pane = map.createPane("graticule");
  const lines = L.layerGroup([], { pane: "graticule" }).addTo(map);
  pane.setAttribute("aria-hidden", "true");

  /**
   * @param {Spot[]} spots
   * @param {string} text
   */
  function name(spots, text) {
    lines.addLayer(label(L, "degree", RANKS.degree, spots, text));
  }

  function draw() {
    lines.clearLayers();
    const view = map.getBounds();
    const size = map.getSize();
    const [south, north] = [Math.max(view.getSouth(), -85), Math.min(view.getNorth(), 85)];
    const [west, east] = [view.getWest(), view.getEast()];
    const step = stepFor((east - west) / size.x);
    const decimals = step < 1 ? 1 : 0;
    const style = { pane: "graticule", interactive: false, className: "graticule-line", weight: 0.6 };
    for (const lon of multiples(west, east, step)) {
      lines.addLayer(
        L.polyline(
          [
            [south, lon],
            [north, lon],
          ],
          style,
        ),
      );
      name(
        [
          { at: [north, lon], way: [1, 1] },
          { at: [south, lon], way: [1, -1] },
        ],
        sexagesimal(written(lon), "EW", decimals),
      );
    }
    for (const lat of multiples(south, north, step)) {
      lines.addLayer(
        L.polyline(
          [
            [lat, west],
            [lat, east],
          ],
          style,
        ),
      );
      name(
        [
          { at: [lat, west], way: [1, -1] },
          { at: [lat, east], way: [-1, -1] },
        ],
        sexagesimal(lat, "NS", decimals),
      );
    }
  }
  map.on("moveend resize", draw);
  draw();
}
