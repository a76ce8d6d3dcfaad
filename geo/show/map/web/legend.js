// The legend is the layer control: each row names a symbol and switches it. The base maps stand below.

import { baseMaps } from "./basemap.js";
import { el } from "./dom.js";
import { LAYERS } from "./layers.js";
import { direction, t } from "./messages.js";
import { withMember } from "./state.js";
import { isKind, symbol } from "./symbols.js";
import { number } from "./words.js";

const WIDE = 760; // pixels from which the legend starts unfolded
const NARROW = 560; // pixels below which it is put away when the map shrinks

/**
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {Payload} data
 * @param {import("./data.js").Records} records
 * @param {import("./filter.js").Filter} filter
 * @param {import("./state.js").State} state
 * @param {import("./view.js").View} view
 */
export function addLegend(L, map, data, records, filter, state, view) {
  /** @type {[string, HTMLInputElement][]} */
  const boxes = Object.keys(LAYERS)
    .filter((name) => isPresent(name, data, records))
    .map((name) => {
      const box = el("input", { type: "checkbox", name, checked: !state.get().hiddenLayers.has(name) });
      box.addEventListener("change", () => state.set({ hiddenLayers: withMember(state.get().hiddenLayers, name, !box.checked) }));
      return [name, box];
    });
  state.subscribe(["hiddenLayers"], ({ hiddenLayers }) => {
    for (const [name, box] of boxes) box.checked = !hiddenLayers.has(name);
  });
  /** @type {[Kind, HTMLElement][]} */
  const counted = [];
  const rows = boxes.map(([name, box]) => {
    const mark = isKind(name) ? symbol(name, 18) : el("span", { class: `swatch ${name}` });
    const words = el("span", {}, t(LAYERS[name]));
    if (isKind(name)) counted.push([name, words]);
    return el("label", {}, box, mark, words);
  });
  /** How many records of each kind the day and the text leave. */
  const fill = () => {
    const counts = records.kinds.map(() => 0);
    for (let one = 0; one < records.count; one += 1) counts[records.kindOf[one]] += filter.matching[one];
    for (const [kind, words] of counted) words.textContent = `${t(LAYERS[kind])} (${number(counts[records.kinds.indexOf(kind)], 0)})`;
  };
  const base = data.basemaps.length ? baseMaps(L, map, data.basemaps, state) : null;
  addControl(L, map, el("div", { class: "north", role: "img", "aria-label": t("North is up") }, t("N")));
  if (!rows.length && !base) return { fill };
  const legend = el("details", { class: "legend", dir: direction() }, el("summary", {}, t("Legend")), rows, base);
  legend.addEventListener("toggle", () => map.fire("relabel"));
  L.DomEvent.disableClickPropagation(legend);
  L.DomEvent.disableScrollPropagation(legend);
  addControl(L, map, legend);
  view.whenSeen(() => {
    legend.open = map.getSize().x > WIDE;
  });
  let isPutAway = false;
  map.on("resize", ({ newSize }) => {
    const isNarrow = newSize.x < NARROW; // where it would cover what it explains
    if (isNarrow === isPutAway || (isNarrow && !legend.open)) return;
    isPutAway = isNarrow;
    legend.open = !isNarrow;
  });
  return { fill };
}

/**
 * @param {Kind} kind
 * @param {import("./data.js").Records} records
 */
function countOf(kind, records) {
  const code = records.kinds.indexOf(kind);
  if (code < 0) return 0;
  return records.starts[code + 1] - records.starts[code];
}

/**
 * Whether a page has anything of a layer.
 * @param {string} name
 * @param {Payload} data
 * @param {import("./data.js").Records} records
 */
function isPresent(name, data, records) {
  if (isKind(name)) return countOf(name, records) > 0;
  const verdicts = new Set(data.findings.verdict ?? []);
  /** @type {Record<string, boolean>} */
  const present = {
    lethal: "lethal_radius_m" in data.records.strike_report,
    range: data.ranges.length > 0,
    line: verdicts.has("contradicted"),
    ring: verdicts.has("contradicted") || verdicts.has("untestable"),
    locus: data.loci.some((locus) => locus.bounded),
    uncertainty: records.count > 0,
  };
  return present[name];
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
