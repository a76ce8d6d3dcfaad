// What is chosen, alone at full strength: its ends, the line with the gap, and where the claim would hold.

import { figureLines } from "./claims.js";
import { direct, drawnLines, drawnParts, endsOf, inverse, line } from "./geodesic.js";
import { AROUND, label, RANKS } from "./labels.js";
import { arc, drawClaimArea, drawLethalRadius, drawLocus, drawRange, drawUncertainty, drawView } from "./shapes.js";
import { drawReportedZone, outermost } from "./zones.js";

const PANE = "focus";
const MARKERS = "focus-markers";
/** A ring this many times wider than the line does not set the view. */
const WIDEST = 2.2;
const MIDDLE = 16;
const ABOVE_RANGE = 90; // pixels for the words of a ring, below the buttons
/** The part of the line at which the gap of a direction is drawn. */
const AT_GAP = 0.6;

/** Draws the chosen finding or record above everything else, which is dimmed meanwhile. */
export class Focus {
  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   * @param {Payload} data
   * @param {import("./data.js").Records} records
   * @param {import("./filter.js").Filter} filter
   * @param {import("./view.js").View} view
   * @param {(id: string) => void} choose
   */
  constructor(L, map, data, records, filter, view, choose) {
    this.L = L;
    this.map = map;
    this.data = data;
    this.records = records;
    this.filter = filter;
    this.view = view;
    this.choose = choose;
    this.layer = L.featureGroup().addTo(map);
    /** @type {HTMLElement} */ (map.createPane(PANE)).style.zIndex = "450";
    /** @type {HTMLElement} */ (map.createPane(MARKERS)).style.zIndex = "620";
  }

  /**
   * Show what has an id, or nothing; the map moves there if `mayMove`.
   * @param {string | null} id
   * @param {boolean} mayMove
   */
  show(id, mayMove) {
    const { map, layer, records } = this;
    layer.clearLayers();
    const finding = this.filter.findings.find((one) => one.claim === id);
    const record = finding ? null : records.placedOf(id);
    map.getContainer().classList.toggle("focused", Boolean(finding || record));
    if (finding) this.#showFinding(finding, mayMove);
    else if (record) this.#showRecord(record, mayMove);
    map.fire("relabel");
  }

  get #drawing() {
    return { L: this.L, layer: this.layer, pane: PANE, choose: this.choose };
  }

  /**
   * @param {PlacedRecord} record
   * @param {boolean} mayMove
   */
  #showRecord(record, mayMove) {
    const { data } = this;
    drawUncertainty(this.#drawing, record);
    drawLethalRadius(this.#drawing, record, data.warning);
    drawView(this.#drawing, record, data.photos[record.id]?.view);
    const zone = data.zones.find(({ id }) => id === record.id);
    if (zone) drawReportedZone(this.#drawing, zone, true);
    for (const range of data.ranges) if (range.around === record.id) drawRange(this.#drawing, range, data.range_warning);
    if (mayMove && zone && !this.map.getBounds().contains(outermost(zone))) this.view.fitTo(outermost(zone));
    else if (mayMove) this.view.bringIn(record.at);
  }

  /**
   * @param {Finding} finding
   * @param {boolean} mayMove
   */
  #showFinding(finding, mayMove) {
    const { data, records } = this;
    const [from, to] = [finding.from, finding.to].map((id) => records.placedOf(id));
    const ends = [from, to, ...(finding.about ?? []).map((id) => records.placedOf(id))].filter((one) => one !== null);
    for (const end of ends) drawUncertainty(this.#drawing, end);
    let isRange = false;
    /** @type {LatLon[]} */
    const seen = ends.map((end) => end.at);
    const reach = drawClaimArea(this.#drawing, finding, records);
    const anchor = finding.kind === "within_claim" ? to : (from ?? to);
    const length = finding.measured?.distance_m ?? 0;
    if (anchor && reach !== null && (ends.length < 2 || reach <= WIDEST * length)) seen.push(...around(anchor.at, reach));
    if (from && to && finding.measured) this.#drawLine(finding, from, to);
    for (const locus of data.loci) if (locus.claims.includes(finding.claim)) drawLocus(this.#drawing, locus);
    for (const range of data.ranges) {
      if (range.claim !== finding.claim) continue;
      isRange = true;
      drawRange(this.#drawing, range, data.range_warning);
      seen.push(...around(range.at, range.possible_m));
    }
    if (mayMove && seen.length) this.view.fitTo(seen, isRange ? ABOVE_RANGE : undefined, seen.slice(0, ends.length));
  }

  /**
   * @param {Finding} finding
   * @param {PlacedRecord} from
   * @param {PlacedRecord} to
   */
  #drawLine(finding, from, to) {
    const { L, layer } = this;
    const drawn = drawnLines(from.at, to.at);
    const style = { pane: PANE, interactive: false };
    const gap = gapPath(finding, from.at, to.at);
    if (gap) layer.addLayer(L.polyline(drawnParts(gap, drawn), { ...style, className: "gap", weight: 12 }));
    const path = Object.assign(L.polyline(drawn, { ...style, className: `measured ${finding.verdict}`, weight: 2.5 }), {
      ends: endsOf(drawn),
    });
    layer.addLayer(path);
    const ends = drawn.length > 1 ? [0, 2 * MIDDLE] : []; // where it leaves the map, they alone may be in view
    const spots = [MIDDLE, MIDDLE / 2, 1.5 * MIDDLE, ...ends].flatMap((at) =>
      drawn.flatMap((points) => AROUND.map((way) => ({ at: points[at] ?? points[0], way }))),
    );
    const words = label(L, `alone figure ${finding.verdict}`, RANKS.chosen, spots, figureLines(finding), {
      ends: path.ends,
      reaches: [8, 24, 48],
    });
    layer.addLayer(words);
  }
}

/**
 * The sides of a circle, for the view.
 * @param {LatLon} at
 * @param {number} radius
 * @returns {LatLon[]}
 */
function around(at, radius) {
  return [0, 90, 180, 270].map((azimuth) => direct(at, azimuth, radius));
}

/**
 * Where the gap of a contradicted claim lies: along the line beyond what is claimed, or between the claimed directions and the line.
 * @param {Finding} finding
 * @param {LatLon} from
 * @param {LatLon} to
 * @returns {LatLon[] | null}
 */
function gapPath({ verdict, kind, claimed }, from, to) {
  if (verdict !== "contradicted") return null;
  const [near, far] = kind === "within_claim" ? [to, from] : [from, to];
  const found = inverse(near, far);
  if (!found) return null;
  const { distance_m: distance, azimuth_deg: azimuth } = found;
  if (claimed.azimuth_deg !== null && claimed.azimuth_limit_deg !== null) {
    const middles = claimed.axis ? [claimed.azimuth_deg, claimed.azimuth_deg + 180] : [claimed.azimuth_deg];
    const turns = middles.map((middle) => ((azimuth - middle + 540) % 360) - 180);
    const turn = turns.reduce((least, one) => (Math.abs(one) < Math.abs(least) ? one : least));
    const edge = azimuth - turn + Math.sign(turn) * claimed.azimuth_limit_deg;
    return arc(near, AT_GAP * distance, edge, azimuth);
  }
  if (claimed.high_m !== null && distance > claimed.high_m) return line(direct(near, azimuth, claimed.high_m), far);
  if (claimed.low_m !== null && distance < claimed.low_m) return line(far, direct(near, azimuth, claimed.low_m));
  return null;
}
