// The claims on the map: lines of contradicted ones with their numbers, and where claims would hold.

import { el } from "./dom.js";
import { drawnLines, endsOf } from "./geodesic.js";
import { label, RANKS } from "./labels.js";
import { t } from "./messages.js";
import { drawClaimArea, drawLocus, drawRange } from "./shapes.js";
import { claimedFigure, measuredFigure } from "./words.js";

const ALONG = [
  [0, -1],
  [0, 1],
  [0.6, -1],
  [-0.6, -1],
  [0.6, 1],
  [-0.6, 1],
];
const QUARTER = 8;
/** Of the lines of contradicted claims, the first so many in the list are drawn. */
export const MOST_LINES = 300;
/** Of the areas of claims, so many. */
export const MOST_AREAS = 50;
/** Up to so many lines carry their figures, on a phone the first; more carry numbers alone. */
const MOST_IN_WORDS = 3;
const WIDE = 560; // pixels

/** Lines and areas of the claims that the filter lets through. */
export class Claims {
  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   * @param {Payload} data
   * @param {import("./data.js").Records} records
   * @param {import("./filter.js").Filter} filter
   * @param {LayerGroups} groups
   * @param {(id: string) => void} choose
   */
  constructor(L, map, data, records, filter, groups, choose) {
    this.L = L;
    /** @type {L.Map} */
    this.map = map;
    this.data = data;
    this.records = records;
    this.filter = filter;
    this.groups = groups;
    this.choose = choose;
  }

  /** Draw everything again, after the filter let other things through. */
  draw() {
    const { L, data, records, filter, groups, choose } = this;
    for (const name of ["line", "ring", "locus", "range"]) groups[name].clearLayers();
    const contradicted = filter.passing.filter(({ verdict }) => verdict === "contradicted").slice(0, MOST_LINES);
    const most = this.map.getSize().x > WIDE ? MOST_IN_WORDS : 1;
    const inWords = contradicted.length <= MOST_IN_WORDS ? contradicted.slice(0, most) : [];
    for (const finding of contradicted) this.#drawLine(finding, inWords.includes(finding));
    const drawing = { L, pane: "zones", choose };
    const open = filter.passing.filter(({ verdict }) => verdict === "contradicted" || verdict === "untestable");
    for (const finding of open.slice(0, MOST_AREAS)) drawClaimArea({ ...drawing, layer: groups.ring }, finding, records);
    for (const locus of data.loci) if (filter.hasAll(locus.claims)) drawLocus({ ...drawing, layer: groups.locus }, locus);
    const ranges = data.ranges.filter((range) => filter.claims.has(range.claim)).slice(0, MOST_AREAS);
    for (const range of ranges) drawRange({ ...drawing, layer: groups.range }, range, data.range_warning);
  }

  /**
   * @param {Finding} finding
   * @param {boolean} inWords
   */
  #drawLine(finding, inWords) {
    const { L, records, groups, choose } = this;
    const [from, to] = [finding.from, finding.to].map((id) => records.placedOf(id));
    if (!from || !to || !finding.measured) return;
    const drawn = drawnLines(from.at, to.at, 4 * QUARTER);
    const ends = endsOf(drawn);
    const path = Object.assign(L.polyline(drawn, { className: `measured ${finding.verdict}`, weight: 2 }), { ends });
    path.on("click", () => choose(finding.claim));
    groups.line.addLayer(path);
    const quarters = drawn.length > 1 ? [2, 1, 3, 0, 4] : [2, 1, 3]; // where it leaves the map, its ends alone may be in view
    const spots = quarters.flatMap((quarter) => drawn.flatMap((points) => ALONG.map((way) => ({ at: points[quarter * QUARTER], way }))));
    const badge = el("b", { class: "badge" }, String(finding.number));
    const brief = [badge.cloneNode(true)];
    const words = inWords ? [badge, ...figureLines(finding)] : [badge];
    const reaches = inWords ? [8, 24, 48] : [0, 8, 20];
    const options = { brief, ends, reaches };
    const named = label(L, inWords ? `figure ${finding.verdict}` : "numbered", RANKS.verdict, spots, words, options);
    named.words.box.addEventListener("click", (event) => {
      event.stopPropagation();
      choose(finding.claim);
    });
    groups.line.addLayer(named);
  }
}

/**
 * Both figures and the verdict, for words on the map.
 * @param {Finding} finding
 */
export function figureLines(finding) {
  return [
    t("{distance} measured", { distance: measuredFigure(finding) }),
    el("br"),
    t("{text} claimed", { text: claimedFigure(finding) }),
    el("br"),
    el("b", {}, t(finding.verdict)),
  ];
}
