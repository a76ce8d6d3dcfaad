// Records and findings in full detail, as Leaflet layers.

import { el } from "./dom.js";
import { circle, direct, line } from "./geodesic.js";
import { symbol } from "./symbols.js";
import { KINDS, metres, rangeText } from "./words.js";

const SIZES = { fragment_site: 24, strike_report: 34, place: 24 };
const RINGS = 50;
const EDGES = [
  ["certain", "surely inside"],
  ["nominal", "as reported"],
  ["possible", "possibly inside"],
];

function zone(L, record, warning, groups, choose) {
  const radius = record.lethal_radius_m;
  const radii = { certain: radius - record.known_m, nominal: radius, possible: radius + record.known_m };
  for (const [edge, words] of EDGES) {
    if (radii[edge] <= 0) continue;
    const shape = L.polygon(circle(record.at, radii[edge]), { pane: "zones", className: `zone ${edge}`, weight: 1 });
    shape.on("click", () => choose(record.id));
    shape.bindTooltip(el("span", {}, `${metres(radii[edge])}, ${words}. ${warning}`), { sticky: true, className: "wide" });
    groups.zone.addLayer(shape);
  }
  const label = el("span", {}, el("i", {}, `${metres(radius)} reported lethal radius`), el("b", {}, "not a safe distance"));
  const icon = L.divIcon({ className: "zone-label", html: label, iconSize: [0, 0] });
  groups.zone.addLayer(L.marker(circle(record.at, radius, 4)[0], { icon, interactive: false, keyboard: false }));
}

/** Draw one placed record: symbol, uncertainty, outline, zone. */
export function drawRecord(L, record, warning, groups, choose) {
  const size = SIZES[record.kind];
  const icon = L.divIcon({ className: "marker", html: symbol(record.kind, size), iconSize: [size, size] });
  const name = `${KINDS[record.kind][0]}: ${record.label}`;
  const front = record.kind === "fragment_site" ? 500 : 0;
  const marker = L.marker(record.at, { icon, title: name, alt: name, zIndexOffset: front, riseOnHover: true });
  marker.on("click", () => choose(record.id));
  marker.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && choose(record.id));
  if (record.kind === "place") {
    marker.bindTooltip(el("span", {}, record.label), { permanent: true, direction: "bottom", className: "name", offset: [0, 8] });
  }
  groups[record.kind].addLayer(marker);
  if (record.polygon) {
    const rings = record.polygon.map((ring) => ring.map(([lon, lat]) => [lat, lon]));
    groups.uncertainty.addLayer(L.polygon(rings, { pane: "zones", className: "outline", weight: 1, interactive: false }));
  } else if (record.known_m > 0) {
    const spread = L.polygon(circle(record.at, record.known_m), { pane: "zones", className: "uncertainty", weight: 1, interactive: false });
    groups.uncertainty.addLayer(spread);
    if (record.kind === "place" && record.uncertainty_m) {
      const text = `${record.label}: somewhere within ${metres(record.known_m)}, not a boundary`;
      const label = L.divIcon({ className: "spread-label", html: el("span", {}, text), iconSize: [0, 0] });
      const foot = circle(record.at, record.known_m, 4)[2];
      groups.uncertainty.addLayer(L.marker(foot, { icon: label, interactive: false, keyboard: false }));
    }
  }
  if (record.lethal_radius_m) zone(L, record, warning, groups, choose);
}

/** Draw the reported ranges of some claims; there is no reading a map of more than some tens. */
export function drawRanges(L, ranges, claims, warning, groups, choose) {
  groups.range.clearLayers();
  const shown = ranges.filter((range) => claims.has(range.claim)).slice(0, RINGS);
  for (const range of shown) drawRange(L, range, warning, groups, choose);
}

/** One of them: a thin ring, how uncertain it is, and what it does not mean. */
function drawRange(L, range, warning, groups, choose) {
  const [certain, nominal, possible] = [range.certain_m, range.radius_m, range.possible_m].map((radius) => circle(range.at, radius));
  const band = range.certain_m > 0 ? [possible, certain] : [possible];
  const style = { pane: "zones", smoothFactor: 0.2 }; // else a large ring is drawn with corners that can be seen
  groups.range.addLayer(L.polygon(band, { ...style, className: "range-band", stroke: false, interactive: false }));
  const ring = L.polygon(nominal, { ...style, className: "range", weight: 1, fill: false });
  ring.on("click", () => choose(range.around));
  ring.bindTooltip(el("span", {}, `Reported range: ${rangeText(range, warning)}`), { sticky: true, className: "wide" });
  groups.range.addLayer(ring);
  const name = `${metres(range.radius_m)} reported range around ${range.label}`;
  const label = el("span", {}, name, el("br"), "says nothing of where anything was launched");
  const icon = L.divIcon({ className: "range-label", html: label, iconSize: [0, 0] });
  groups.range.addLayer(L.marker(direct(range.at, 0, range.radius_m), { icon, interactive: false, keyboard: false }));
}

/** Draw the measured line of a finding, and the ring where the other end would lie if a distance claim held. */
export function drawFinding(L, finding, records, groups, choose) {
  const ends = [finding.from, finding.to].map((id) => records.find(id));
  const [from, to] = ends.map((number) => (number !== undefined && records.isPlaced(number) ? records.get(number) : null));
  const distance = finding.kind === "distance_claim";
  if (distance && from && to) {
    const path = L.polyline(line(from.at, to.at), { className: `measured ${finding.verdict}`, weight: 2 });
    path.on("click", () => choose(finding.claim));
    const figures = [`${metres(finding.measured.distance_m)} measured`, `${metres(finding.claimed.distance_m)} claimed`];
    const label = el("span", {}, figures[0], el("br"), figures[1], el("br"), el("b", {}, finding.verdict));
    path.bindTooltip(label, { permanent: true, direction: "top", className: `figure ${finding.verdict}`, offset: [0, -6] });
    groups.line.addLayer(path);
  }
  const anchor = from ?? to;
  if (!distance || !anchor || !["contradicted", "untestable"].includes(finding.verdict) || finding.claimed.high_m === null) return;
  const [low, high] = [finding.claimed.low_m - anchor.known_m, finding.claimed.high_m + anchor.known_m];
  const rings = [circle(anchor.at, high), ...(low > 0 ? [circle(anchor.at, low)] : [])];
  const ring = L.polygon(rings, { pane: "zones", className: "ring", weight: 1 });
  ring.on("click", () => choose(finding.claim));
  const text = `Were the claim of ${metres(finding.claimed.distance_m)} true, ${to && from ? to.label : "the other site"} would lie on this ring`;
  ring.bindTooltip(el("span", {}, text), { sticky: true, className: "wide" });
  groups.ring.addLayer(ring);
  const label = el("span", {}, `${metres(finding.claimed.distance_m)} from ${anchor.label}`);
  const icon = L.divIcon({ className: "ring-label", html: label, iconSize: [0, 0] });
  const foot = circle(anchor.at, finding.claimed.distance_m, 4)[2];
  groups.ring.addLayer(L.marker(foot, { icon, interactive: false, keyboard: false }));
}

/** Draw the area in which a site would lie, were all its claims true. */
export function drawLocus(L, locus, groups, choose) {
  for (const rings of locus.polygons) {
    const area = L.polygon(rings, { pane: "zones", className: locus.bounded ? "locus" : "locus open", weight: 3, smoothFactor: 0.2 });
    area.on("click", () => choose(locus.site));
    area.bindTooltip(el("span", {}, locus.sentences.join(" ")), { sticky: true, className: "wide" });
    groups.locus.addLayer(area);
  }
}
