// Records and findings in full detail, as Leaflet layers.

import { el, visible } from "./dom.js";
import { circle, direct, line } from "./geodesic.js";
import { AROUND, label, RANKS, short } from "./labels.js";
import { symbol } from "./symbols.js";
import { findingScale, KINDS, metres, rangeText } from "./words.js";

const SIZES = { fragment_site: 24, strike_report: 34, place: 24 };
const HALVES = { fragment_site: 8, strike_report: 15, place: 6 }; // of what is drawn, in pixels
const BELOW = [[0, 1], ...AROUND];
const ALONG = [
  [0, -1],
  [0, 1],
  [0.6, -1],
  [-0.6, -1],
  [0.6, 1],
  [-0.6, 1],
];
/** @type {[number, number[]][]} */
const CORNERS = [
  [0, [0, -1]],
  [180, [0, 1]],
  [90, [1, 0]],
  [270, [-1, 0]],
  [45, [1, 0]],
  [135, [1, 0]],
  [225, [-1, 0]],
  [315, [-1, 0]],
];
const RINGS = 50;
const QUARTER = 8;
/** @type {["certain" | "nominal" | "possible", string][]} */
const EDGES = [
  ["certain", "certainly inside"],
  ["nominal", "as reported"],
  ["possible", "possibly inside"],
];

/**
 * The sides of a circle, as places for words; `first` is the azimuth of the one to be preferred.
 * @param {LatLon} at
 * @param {number} radius
 * @param {number} [first]
 */
function beside(at, radius, first = 0) {
  const spots = CORNERS.map(([azimuth, way]) => ({ azimuth, at: direct(at, azimuth, radius), way }));
  return spots.sort((one, other) => Number(other.azimuth === first) - Number(one.azimuth === first));
}

/**
 * @param {LatLon} at
 * @param {number} radius
 */
function across(at, radius) {
  return [0, 180].map((azimuth) => direct(at, azimuth, radius));
}

/**
 * @param {Leaflet} L
 * @param {PlacedRecord} record
 * @param {number} radius
 * @param {string} warning
 * @param {LayerGroups} groups
 * @param {(id: string) => void} choose
 */
function zone(L, record, radius, warning, groups, choose) {
  const radii = { certain: radius - record.known_m, nominal: radius, possible: radius + record.known_m };
  for (const [edge, words] of EDGES) {
    if (radii[edge] <= 0) continue;
    const shape = L.polygon(circle(record.at, radii[edge]), { pane: "zones", className: `zone ${edge}`, weight: 1 });
    shape.on("click", () => choose(record.id));
    shape.bindTooltip(el("span", {}, `${metres(radii[edge])}, ${words}. ${warning}`), { sticky: true, className: "wide" });
    groups.zone.addLayer(shape);
  }
  const warned = "not a safe distance";
  const words = [`${metres(radius)} reported lethal radius`, el("br"), warned];
  const ends = across(record.at, radius);
  groups.zone.addLayer(
    label(L, "zone-label", RANKS.warning, beside(record.at, radius), words, { brief: ["not a safe", el("br"), "distance"], ends }),
  );
}

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
  const name = visible(`${KINDS[record.kind][0]}: ${record.label}`);
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
  if (record.polygon) {
    const rings = record.polygon.map((ring) => ring.map(([lon, lat]) => L.latLng(lat, lon)));
    groups.uncertainty.addLayer(L.polygon(rings, { pane: "zones", className: "outline", weight: 1, interactive: false }));
  } else if (record.known_m > 0) {
    const spread = L.polygon(circle(record.at, record.known_m), { pane: "zones", className: "uncertainty", weight: 1, interactive: false });
    groups.uncertainty.addLayer(spread);
    if (record.kind === "place" && record.uncertainty_m) {
      const text = `${short(record.label)}: somewhere within ${metres(record.known_m)}, not a boundary`;
      const ends = across(record.at, record.known_m);
      groups.uncertainty.addLayer(label(L, "spread-label", RANKS.hint, beside(record.at, record.known_m, 180), text, { ends }));
    }
  }
  if (record.lethal_radius_m) zone(L, record, record.lethal_radius_m, warning, groups, choose);
}

/**
 * Draw the reported ranges of some claims; there is no reading a map of more than some tens.
 * @param {Leaflet} L
 * @param {ReportedRange[]} ranges
 * @param {Set<string>} claims
 * @param {string} warning
 * @param {LayerGroups} groups
 * @param {(id: string) => void} choose
 */
export function drawRanges(L, ranges, claims, warning, groups, choose) {
  groups.range.clearLayers();
  const shown = ranges.filter((range) => claims.has(range.claim)).slice(0, RINGS);
  for (const range of shown) drawRange(L, range, warning, groups, choose);
}

/**
 * One of them: a thin ring, how uncertain it is, and what it does not mean.
 * @param {Leaflet} L
 * @param {ReportedRange} range
 * @param {string} warning
 * @param {LayerGroups} groups
 * @param {(id: string) => void} choose
 */
function drawRange(L, range, warning, groups, choose) {
  const [certain, nominal, possible] = [range.certain_m, range.radius_m, range.possible_m].map((radius) => circle(range.at, radius));
  const band = range.certain_m > 0 ? [possible, certain] : [possible];
  const style = { pane: "zones" };
  groups.range.addLayer(L.polygon(band, { ...style, className: "range-band", stroke: false, interactive: false }));
  const ring = L.polygon(nominal, { ...style, className: "range", weight: 1, fill: false });
  ring.on("click", () => choose(range.around));
  ring.bindTooltip(el("span", {}, `Reported range: ${rangeText(range, warning)}`), { sticky: true, className: "wide" });
  groups.range.addLayer(ring);
  const name = `${range.text ?? metres(range.radius_m)} reported range around ${short(range.label)}`;
  const words = [name, el("br"), "says nothing of where anything was launched"];
  const ends = across(range.at, range.radius_m);
  groups.range.addLayer(label(L, "range-label", RANKS.warning, beside(range.at, range.radius_m), words, { ends }));
}

/**
 * Draw the measured line of a finding, and the ring where the other end lies if a distance claim holds.
 * @param {Leaflet} L
 * @param {Finding} finding
 * @param {import("./data.js").Records} records
 * @param {LayerGroups} groups
 * @param {(id: string) => void} choose
 */
export function drawFinding(L, finding, records, groups, choose) {
  const { claimed, verdict } = finding;
  const [from, to] = [finding.from, finding.to].map((id) => records.placedOf(id));
  const distance = finding.kind === "distance_claim";
  if (distance && from && to && finding.measured) {
    const points = line(from.at, to.at, 4 * QUARTER);
    const path = Object.assign(L.polyline(points, { className: `measured ${verdict}`, weight: 2 }), { ends: [from.at, to.at] });
    path.on("click", () => choose(finding.claim));
    groups.line.addLayer(path);
    const figures = [`${findingScale(finding).length(finding.measured.distance_m)} measured`, `${claimed.text} claimed`];
    const words = [figures[0], el("br"), figures[1], el("br"), el("b", {}, verdict)];
    const spots = [2, 1, 3].flatMap((quarter) => ALONG.map((way) => ({ at: points[quarter * QUARTER], way })));
    const rank = verdict === "contradicted" ? RANKS.verdict : RANKS.figure;
    const brief = [figures[0], el("br"), el("b", {}, verdict)];
    groups.line.addLayer(label(L, `figure ${verdict}`, rank, spots, words, { brief, ends: path.ends, reaches: [8, 24, 48] }));
  }
  const anchor = from ?? to;
  if (!distance || !anchor || !["contradicted", "untestable"].includes(verdict)) return;
  if (claimed.high_m === null || claimed.low_m === null) return;
  const [low, high] = [claimed.low_m - anchor.known_m, claimed.high_m + anchor.known_m];
  const rings = [circle(anchor.at, high), ...(low > 0 ? [circle(anchor.at, low)] : [])];
  const ring = L.polygon(rings, { pane: "zones", className: "ring", weight: 1 });
  ring.on("click", () => choose(finding.claim));
  const text = `If the claim of ${claimed.text} is true, ${to && from ? to.label : "the other site"} lies on this ring`;
  ring.bindTooltip(el("span", {}, text), { sticky: true, className: "wide" });
  groups.ring.addLayer(ring);
  const words = `${claimed.text} from ${short(anchor.label)}`;
  const radius = claimed.distance_m ?? claimed.high_m;
  const sides = beside(anchor.at, radius, 180);
  groups.ring.addLayer(label(L, "ring-label", RANKS.hint, sides, words, { ends: across(anchor.at, radius) }));
}

/**
 * Draw the area where a site lies if all its claims are true.
 * @param {Leaflet} L
 * @param {Locus} locus
 * @param {LayerGroups} groups
 * @param {(id: string) => void} choose
 */
export function drawLocus(L, locus, groups, choose) {
  for (const rings of locus.polygons) {
    const area = L.polygon(rings, { pane: "zones", className: locus.bounded ? "locus" : "locus open", weight: 3 });
    area.on("click", () => choose(locus.site));
    area.bindTooltip(el("span", {}, locus.sentences.join(" ")), { sticky: true, className: "wide" });
    groups.locus.addLayer(area);
  }
}
