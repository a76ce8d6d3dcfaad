// The reported zones on the map: each an area as a whole, at its three edges, with what it does not mean.

import { el } from "./dom.js";
import { circle } from "./geodesic.js";
import { label, RANKS } from "./labels.js";
import { later, t } from "./messages.js";
import { across, addTip, beside, EDGES } from "./shapes.js";
import { metres, scaleOf, squareMetres } from "./words.js";

/** Beyond so many zones they carry no words: cards and tips say the same. */
const MOST_IN_WORDS = 12;
/** What stands below the name of a zone on the map. @type {Record<string, string>} */
const ASIDES = {
  suspected_hazard: later("not a safe distance"),
  confirmed_hazard: later("not a safe distance"),
  cleared: later("not thereby safe"),
  cordon: later("not a safe distance"),
  evacuation: later("not a safe distance"),
};

/**
 * Draw the zones that the filter lets through.
 * @param {import("./shapes.js").Drawing} drawing
 * @param {ReportedZone[]} zones
 * @param {import("./filter.js").Filter} filter
 */
export function drawZones(drawing, zones, filter) {
  drawing.layer.clearLayers();
  const shown = zones.filter(({ id }) => filter.shown[filter.records.find(id) ?? -1]);
  for (const zone of shown) drawReportedZone(drawing, zone, shown.length <= MOST_IN_WORDS);
}

/**
 * One zone at its three edges.
 * @param {import("./shapes.js").Drawing} drawing
 * @param {ReportedZone} zone
 * @param {boolean} inWords
 */
export function drawReportedZone({ L, layer, pane, choose }, zone, inWords) {
  const name = t(zone.called);
  for (const [edge, words] of EDGES) {
    const areas = areasOf(zone, edge);
    if (!areas.length) continue;
    const shape = L.polygon(areas, { pane, className: `reported-zone ${edge}`, weight: 1 });
    shape.on("click", () => choose(zone.id));
    addTip(shape, t("{name}: {type}, {edge}. {warning}", { name: zone.label, type: name, edge: t(words), warning: t(zone.warning) }));
    layer.addLayer(shape);
  }
  if (!inWords) return;
  const aside = ASIDES[zone.type];
  const words = aside ? [name, el("br"), t(aside)] : [name];
  const options = { brief: aside ? t(aside) : null, ends: across(zone.at, zone.radius_m) };
  layer.addLayer(label(L, "reported-zone-label", RANKS.warning, spotsOf(zone), words, options));
}

/**
 * What lies within an edge of a zone, as polygons of rings.
 * @param {ReportedZone} zone
 * @param {"certain" | "nominal" | "possible"} edge
 * @returns {LatLon[][][]}
 */
function areasOf({ at, polygons, certain_m, radius_m, possible_m }, edge) {
  if (polygons) return polygons[edge];
  const radius = { certain: certain_m, nominal: radius_m, possible: possible_m }[edge];
  return radius > 0 ? [[circle(at, radius)]] : [];
}

/**
 * Places for the words of a zone: around its middle's circle, or at the outermost corners of its shape.
 * @param {ReportedZone} zone
 * @returns {Spot[]}
 */
function spotsOf(zone) {
  const corners = zone.polygons?.nominal.flatMap((rings) => rings[0]) ?? [];
  if (!corners.length) return beside(zone.at, zone.radius_m);
  /** @type {[(corner: LatLon) => number, number[]][]} */
  const ways = [
    [([lat]) => lat, [0, -1]],
    [([lat]) => -lat, [0, 1]],
    [([, lon]) => lon, [1, 0]],
    [([, lon]) => -lon, [-1, 0]],
  ];
  return ways.map(([far, way]) => ({ at: corners.reduce((one, other) => (far(other) > far(one) ? other : one)), way }));
}

/**
 * The corners of the box around a zone, for the view.
 * @param {ReportedZone} zone
 * @returns {LatLon[]}
 */
export function outermost(zone) {
  return spotsOf(zone).map(({ at }) => at);
}

/**
 * How large a zone is: its radius, or its area, as reported and as far as its edge is known.
 * @param {ReportedZone} zone
 */
export function extentText({ radius_m: radius, certain_m: certain, possible_m: possible, text, areas_m2: areas }) {
  if (areas) {
    const said = { area: squareMetres(areas.nominal), least: squareMetres(areas.certain), most: squareMetres(areas.possible) };
    return t("{area} as reported; at least {least}, at most {most}", said);
  }
  const range = scaleOf([certain, possible], radius < 10_000 ? "m" : "km").interval(certain, possible);
  return t("{radius}, with what is uncertain {range}", { radius: text ?? metres(radius), range });
}
