// The legend is the layer control: each row names a symbol and switches it. The base maps stand below.

import { baseMaps } from "./basemap.js";
import { el } from "./dom.js";
import { LAYERS } from "./layers.js";
import { withMember } from "./state.js";
import { isKind, symbol } from "./symbols.js";

const WIDE = 560; // pixels from which the legend starts unfolded

/**
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {BaseMap[]} basemaps
 * @param {import("./state.js").State} state
 */
export function addLegend(L, map, basemaps, state) {
  /** @type {[string, HTMLInputElement][]} */
  const boxes = Object.keys(LAYERS).map((name) => {
    const box = el("input", { type: "checkbox", checked: !state.get().hiddenLayers.has(name) });
    box.addEventListener("change", () => state.set({ hiddenLayers: withMember(state.get().hiddenLayers, name, !box.checked) }));
    return [name, box];
  });
  state.subscribe(["hiddenLayers"], ({ hiddenLayers }) => {
    for (const [name, box] of boxes) box.checked = !hiddenLayers.has(name);
  });
  const rows = boxes.map(([name, box]) => {
    const mark = isKind(name) ? symbol(name, 18) : el("span", { class: `swatch ${name}` });
    return el("label", {}, box, mark, el("span", {}, LAYERS[name]));
  });
  const base = basemaps.length ? baseMaps(L, map, basemaps, state) : null;
  const isWide = map.getSize().x > WIDE;
  const legend = el("details", { class: "legend", open: isWide }, el("summary", {}, "Legend"), rows, base);
  legend.addEventListener("toggle", () => map.fire("relabel"));
  L.DomEvent.disableClickPropagation(legend);
  L.DomEvent.disableScrollPropagation(legend);
  addControl(L, map, legend);
  addControl(L, map, el("div", { class: "north", role: "img", "aria-label": "North is up" }, "N"));
}

/**
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {HTMLElement} element
 */
function addControl(L, map, element) {
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => element;
  control.addTo(map);
}
