// A net of degrees, minutes and seconds that follows the zoom: without a network the page still orients.

import { el } from "./dom.js";
import { sexagesimal } from "./words.js";

const STEPS_SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000, 72000, 108000];

/** The step in seconds of arc that puts lines at least so many pixels apart. */
export function stepFor(degreesPerPixel, pixels = 130) {
  return STEPS_SECONDS.find((step) => step / 3600 / degreesPerPixel >= pixels) ?? STEPS_SECONDS.at(-1);
}

function multiples(from, to, stepSeconds) {
  const values = [];
  for (let count = Math.ceil((from * 3600) / stepSeconds); count * stepSeconds <= to * 3600; count += 1) {
    values.push((count * stepSeconds) / 3600);
  }
  return values;
}

/** Draw the net on a Leaflet map and keep it drawn. */
export function addGraticule(L, map) {
  const pane = map.createPane("graticule");
  const lines = L.layerGroup([], { pane: "graticule" }).addTo(map);
  pane.setAttribute("aria-hidden", "true");

  function label(latlng, text, side) {
    const icon = L.divIcon({ className: `degree ${side}`, html: el("span", {}, text), iconSize: [0, 0] });
    lines.addLayer(L.marker(latlng, { icon, interactive: false, keyboard: false, pane: "graticule" }));
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
      const around = ((((lon + 180) % 360) + 360) % 360) - 180;
      label([north, lon], sexagesimal(around, "EW", decimals), "top");
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
      label([lat, west], sexagesimal(lat, "NS", decimals), "left");
    }
  }
  map.on("moveend resize", draw);
  draw();
}
