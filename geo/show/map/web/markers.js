// Records in full detail, as Leaflet layers.

import { AROUND, label, RANKS, short } from "./labels.js";
import { drawUncertainty, drawZone } from "./shapes.js";
import { symbol } from "./symbols.js";
import { KINDS } from "./words.js";

const SIZES = { fragment_site: 24, strike_report: 34, place: 24 };
const HALVES = { fragment_site: 8, strike_report: 15, place: 6 }; // of what is drawn, in pixels
const BELOW = [[0, 1], ...AROUND];

/**
 * Draw one placed record: symbol, name, uncertainty, outline, zone; `disputed` says that a contradicted claim is about it.
 * @param {Leaflet} L
 * @param {PlacedRecord} record
 * @param {string} warning
 * @param {LayerGroups} groups
 * @param {(id: string) => void} choose
 * @param {boolean} disputed
 */
export function drawRecord(L, record, warning, groups, choose, disputed) {
  const size = SIZES[record.kind];
  const icon = L.divIcon({ className: "marker", html: /** @type {any} */ (symbol(record.kind, size)), iconSize: [size, size] });
  const name = `${KINDS[record.kind][0]}: ${record.label}`;
  const front = record.kind === "fragment_site" ? 500 : 0;
  const options = { icon, title: name, alt: name, zIndexOffset: front, riseOnHover: true };
  const marker = Object.assign(L.marker(record.at, options), { half: HALVES[record.kind] });
  marker.on("click", () => choose(record.id));
  marker.on("keypress", (/** @type {any} */ { originalEvent }) => originalEvent.key === "Enter" && choose(record.id));
  groups[record.kind].addLayer(marker);
  const spots = (record.kind === "place" ? BELOW : AROUND).map((way) => ({ at: record.at, way }));
  const reaches = [HALVES[record.kind === "place" ? "place" : "strike_report"] + 2]; // a site may lie under the symbol of a strike
  const rank = disputed && record.kind !== "place" ? RANKS.disputed : RANKS[record.kind];
  const brief = record.kind === "fragment_site" ? short(record.label, 14) : null; // rather a part of its name than none
  const named = label(L, `name ${record.kind}`, rank, spots, short(record.label), { brief, reaches, stack: record.at.join() });
  groups[record.kind].addLayer(named);
  const drawing = { L, pane: "zones", choose };
  drawUncertainty({ ...drawing, layer: groups.uncertainty }, record);
  drawZone({ ...drawing, layer: groups.zone }, record, warning);
}
