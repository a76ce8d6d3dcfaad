// Areas on the map: around a record, and where a claim would hold. Each draws into a layer, in a pane of the map.

import { el, svg } from "./dom.js";
import { inEnglish } from "./explain.js";
import { circle, direct } from "./geodesic.js";
import { label, RANKS, short } from "./labels.js";
import { later, t } from "./messages.js";
import { claimedFigure, metres, rangeText, stated } from "./words.js";

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
/** @type {["certain" | "nominal" | "possible", string][]} */
export const EDGES = [
  ["certain", later("certainly inside")],
  ["nominal", later("as reported")],
  ["possible", later("possibly inside")],
];
/** How much farther than the measured distance a wedge reaches. */
const WEDGE = 1.25;
const ARC_DEG = 2;

/**
 * Where areas are drawn, and what happens on a click.
 * @typedef {{ L: Leaflet, layer: L.FeatureGroup, pane: string, choose: (id: string) => void }} Drawing
 */

/**
 * The sides of a circle, as places for words; `first` is the azimuth of the one to be preferred.
 * @param {LatLon} at
 * @param {number} radius
 * @param {number} [first]
 */
export function beside(at, radius, first = 0) {
  const spots = CORNERS.map(([azimuth, way]) => ({ azimuth, at: direct(at, azimuth, radius), way }));
  return spots.sort((one, other) => Number(other.azimuth === first) - Number(one.azimuth === first));
}

/**
 * @param {LatLon} at
 * @param {number} radius
 */
export function across(at, radius) {
  return [0, 180].map((azimuth) => direct(at, azimuth, radius));
}

/**
 * A reported lethal radius, with its warning wherever it is drawn.
 * @param {Drawing} drawing
 * @param {PlacedRecord} record
 * @param {string} warning
 */
export function drawLethalRadius({ L, layer, pane, choose }, record, warning) {
  const { lethal_radius_m: radius, known_m: known } = record;
  if (!radius || known === null) return;
  const radii = { certain: radius - known, nominal: radius, possible: radius + known };
  for (const [edge, words] of EDGES) {
    if (radii[edge] <= 0) continue;
    const shape = L.polygon(circle(record.at, radii[edge]), { pane, className: `lethal ${edge}`, weight: 1 });
    shape.on("click", () => choose(record.id));
    addTip(shape, t("{radius}, {edge}. {warning}", { radius: metres(radii[edge]), edge: t(words), warning: t(warning) }));
    layer.addLayer(shape);
  }
  const words = [t("{radius} reported lethal radius", { radius: metres(radius) }), el("br"), t("not a safe distance")];
  const ends = across(record.at, radius);
  const options = { brief: t("not a safe distance"), ends };
  layer.addLayer(label(L, "zone-label", RANKS.warning, beside(record.at, radius), words, options));
}

/**
 * The outline of a record that is an area, or the circle that holds its place.
 * @param {Drawing} drawing
 * @param {PlacedRecord} record
 */
export function drawUncertainty({ L, layer, pane }, record) {
  const { known_m: known } = record;
  if (record.kind === "zone" || known === null) return; // all of a zone is meant, and its edges are drawn
  if (record.polygon) {
    const rings = record.polygon.map((ring) => ring.map(([lon, lat]) => L.latLng(lat, lon)));
    layer.addLayer(L.polygon(rings, { pane, className: "outline", weight: 1, interactive: false }));
  } else if (known > 0) {
    layer.addLayer(L.polygon(circle(record.at, known), { pane, className: "uncertainty", weight: 1, interactive: false }));
    if (record.kind !== "place" || !record.uncertainty_m) return;
    const text = t("{name}: somewhere within {radius}, not a boundary", { name: short(record.label), radius: metres(known) });
    const ends = across(record.at, known);
    layer.addLayer(label(L, "spread-label", RANKS.hint, beside(record.at, known, 180), text, { ends }));
  }
}

const VIEW_PX = 46;

/**
 * Towards where a camera looked: a wedge of fixed size, since nothing says how far it saw.
 * @param {Drawing} drawing
 * @param {PlacedRecord} record
 * @param {[azimuth: number, half: number] | undefined} view degrees from north, and to either side
 */
export function drawView({ L, layer, pane }, record, view) {
  if (!view) return;
  const [azimuth, half] = view;
  const [left, right] = [azimuth - half, azimuth + half].map((degrees) => {
    const turn = (degrees * Math.PI) / 180;
    return `${(VIEW_PX * Math.sin(turn)).toFixed(1)} ${(-VIEW_PX * Math.cos(turn)).toFixed(1)}`;
  });
  const wide = half >= 180;
  const path = wide
    ? `M0 ${-VIEW_PX}a${VIEW_PX} ${VIEW_PX} 0 1 0 .01 0Z`
    : `M0 0L${left}A${VIEW_PX} ${VIEW_PX} 0 ${half > 90 ? 1 : 0} 1 ${right}Z`;
  const size = 2 * VIEW_PX;
  const box = { viewBox: `${-VIEW_PX} ${-VIEW_PX} ${size} ${size}`, width: size, height: size, "aria-hidden": "true" };
  const icon = L.divIcon({ className: "view", html: svg("svg", box, svg("path", { d: path })), iconSize: [size, size] });
  layer.addLayer(L.marker(record.at, { icon, pane, interactive: false, keyboard: false }));
}

/**
 * A reported range: a thin ring, how uncertain it is, and what it does not mean.
 * @param {Drawing} drawing
 * @param {ReportedRange} range
 * @param {string} warning
 */
export function drawRange({ L, layer, pane, choose }, range, warning) {
  const [certain, nominal, possible] = [range.certain_m, range.radius_m, range.possible_m].map((radius) => circle(range.at, radius));
  const band = range.certain_m > 0 ? [possible, certain] : [possible];
  layer.addLayer(L.polygon(band, { pane, className: "range-band", stroke: false, interactive: false }));
  const ring = L.polygon(nominal, { pane, className: "range", weight: 1, fill: false });
  ring.on("click", () => choose(range.around));
  addTip(ring, t("Reported range: {warning}", { warning: rangeText(range, warning) }));
  layer.addLayer(ring);
  const name = t("{radius} reported range around {name}", { radius: range.text ?? metres(range.radius_m), name: short(range.label) });
  const words = [name, el("br"), t("does not say where anything was launched")];
  const ends = across(range.at, range.radius_m);
  layer.addLayer(label(L, "range-label", RANKS.warning, beside(range.at, range.radius_m), words, { ends }));
}

/**
 * Where the other end lies if a claim holds: a ring, a disc or a wedge. Nothing where the claim sets no greatest distance,
 * since such an area would fill the map.
 * @param {Drawing} drawing
 * @param {Finding} finding
 * @param {import("./data.js").Records} records
 * @returns {number | null} the radius of what was drawn, in metres
 */
export function drawClaimArea(drawing, finding, records) {
  const { claimed, measured, kind } = finding;
  const [from, to] = [finding.from, finding.to].map((id) => records.placedOf(id));
  const anchor = kind === "within_claim" ? to : (from ?? to);
  if (!anchor || anchor.known_m === null) return null;
  const isMeasured = from !== null && to !== null;
  if (claimed.azimuth_deg !== null && claimed.azimuth_limit_deg !== null) {
    return isMeasured && measured ? drawWedge(drawing, finding, from, WEDGE * measured.distance_m) : null;
  }
  if (claimed.high_m === null || claimed.low_m === null) return null;
  const [low, high] = [claimed.low_m - anchor.known_m, claimed.high_m + anchor.known_m];
  if (high <= 0) return null;
  const rings = [circle(anchor.at, high), ...(low > 0 ? [circle(anchor.at, low)] : [])];
  const other = kind === "within_claim" ? from : anchor === from ? to : from;
  const name = other ? other.label : t("the other site");
  const said = { text: claimedFigure(finding), name };
  const text =
    low > 0
      ? t("If the claim of {text} is true, {name} lies on this ring", said)
      : t("If the claim of {text} is true, {name} lies in here", said);
  const radius = claimed.distance_m ?? claimed.high_m;
  const bare = finding.put === "at_most" ? stated(radius) : claimed.text.replace(/^within /, "");
  const seen = { text: kind === "within_claim" ? bare : claimedFigure(finding), name: short(anchor.label) };
  const words = kind === "within_claim" ? t("within {text} of {name}", seen) : t("the claim: {text} from {name}", seen);
  drawArea(drawing, finding, rings, text);
  const ends = across(anchor.at, radius);
  drawing.layer.addLayer(label(drawing.L, "ring-label", RANKS.hint, beside(anchor.at, radius, 180), words, { ends }));
  return high;
}

/**
 * The directions that a claim allows, as one or two sectors around its first end.
 * @param {Drawing} drawing
 * @param {Finding} finding
 * @param {PlacedRecord} from
 * @param {number} radius
 */
function drawWedge(drawing, finding, from, radius) {
  const { azimuth_deg: azimuth, azimuth_limit_deg: limit, text } = finding.claimed;
  if (azimuth === null || limit === null) return null;
  const azimuths = finding.claimed.axis ? [azimuth, azimuth + 180] : [azimuth];
  for (const middle of azimuths) {
    drawArea(
      drawing,
      finding,
      [[from.at, ...arc(from.at, radius, middle - limit, middle + limit)]],
      t("Directions that the claim of {text} allows", { text }),
    );
  }
  const spots = beside(direct(from.at, azimuth, radius * 0.7), 1);
  const words = t("the claim: {text} of {name}", { text, name: short(from.label) });
  drawing.layer.addLayer(label(drawing.L, "ring-label", RANKS.hint, spots, words, { ends: [from.at, direct(from.at, azimuth, radius)] }));
  return radius;
}

/**
 * Points along a circle from one azimuth to another, in degrees.
 * @param {LatLon} at
 * @param {number} radius
 * @param {number} first
 * @param {number} last
 */
export function arc(at, radius, first, last) {
  const pieces = Math.max(2, Math.ceil(Math.abs(last - first) / ARC_DEG));
  return Array.from({ length: pieces + 1 }, (_, index) => direct(at, first + ((last - first) * index) / pieces, radius));
}

/**
 * @param {Drawing} drawing
 * @param {Finding} finding
 * @param {LatLon[][]} rings
 * @param {string} text
 */
function drawArea({ L, layer, pane, choose }, finding, rings, text) {
  const area = L.polygon(rings, { pane, className: "ring", weight: 1 });
  area.on("click", () => choose(finding.claim));
  addTip(area, text);
  layer.addLayer(area);
}

/**
 * The area where a site lies if several claims are true; nothing where it has no end, since it would fill the map.
 * @param {Drawing} drawing
 * @param {Locus} locus
 */
export function drawLocus({ L, layer, pane, choose }, locus) {
  if (!locus.bounded) return;
  for (const rings of locus.polygons) {
    const area = L.polygon(rings, { pane, className: "locus", weight: 3 });
    area.on("click", () => choose(locus.site));
    addTip(area, inEnglish(locus.sentences.join(" ")));
    layer.addLayer(area);
  }
}

/**
 * Words beside the cursor. They never make a shape a stop of the Tab key, as Leaflet's own tooltips do.
 * @param {L.Path} shape
 * @param {string | HTMLElement} text
 */
export function addTip(shape, text) {
  shape.bindTooltip(el("span", {}, text), { sticky: true, className: "wide" });
  shape.on("add", () => shape.getElement()?.removeAttribute("tabindex"));
}
