// The records on the map: symbols of all, and of many what lies in view, over points on canvases.

import { Grid, PointWork, pointLayer } from "./canvas.js";
import { later } from "./messages.js";
import { DETAILED_IN_VIEW, RecordSymbols } from "./record_symbols.js";
import { drawLethalRadius, drawUncertainty, drawView } from "./shapes.js";
import { drawZones } from "./zones.js";

/** The layers by name, in the order of the legend. @type {Record<string, string>} */
export const LAYERS = {
  fragment_site: later("Fragment sites"),
  strike_report: later("Strike reports"),
  place: later("Places"),
  zone: later("Zones"),
  photo: later("Photographs"),
  lethal: later("Reported lethal radius"),
  range: later("Reported range"),
  line: later("Lines of contradicted claims"),
  ring: later("Where a claim would hold"),
  locus: later("Where several claims would hold"),
  uncertainty: later("Uncertainty"),
};
const MERCATOR_LIMIT = 85.0511287798;

/** The records on a map, and the groups of layers. It draws what the filter lets through and the state does not switch off. */
export class Layers {
  /** @type {L.GridLayer | null} */ #points = null;
  /** @type {PointWork | null} */ #work = null;

  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   * @param {Payload} data
   * @param {import("./data.js").Records} records
   * @param {Finding[]} findings
   * @param {import("./filter.js").Filter} filter
   * @param {(id: string) => void} choose
   */
  constructor(L, map, data, records, findings, filter, choose) {
    this.L = L;
    /** @type {L.Map} */
    this.map = map;
    this.data = data;
    this.records = records;
    this.filter = filter;
    this.choose = choose;
    const contradicted = findings.filter((finding) => finding.verdict === "contradicted");
    this.pane("zones", 380);
    if (data.context) this.#drawContext(data.context);
    /** @type {LayerGroups} */
    this.groups = Object.fromEntries(Object.keys(LAYERS).map((name) => [name, L.featureGroup()]));
    const grid = this.#grid();
    if (records.count > DETAILED_IN_VIEW) this.#work = new PointWork(this.#pointsKnown(grid));
    /** The symbols of the records. */
    this.symbols = new RecordSymbols(L, map, {
      records,
      filter,
      grid,
      work: this.#work,
      disputed: new Set(contradicted.flatMap((finding) => [finding.from, finding.to])),
      choose,
      onDetails: (numbers) => this.#drawSurroundings(numbers),
    });
  }

  /**
   * A pane of the map at a height.
   * @param {string} name
   * @param {number} height
   */
  pane(name, height) {
    /** @type {HTMLElement} */
    const pane = this.map.createPane(name);
    pane.style.zIndex = String(height);
    return pane;
  }

  /** @param {ContextShapes} context */
  #drawContext(context) {
    const { L, map } = this;
    this.pane("context", 350).setAttribute("aria-hidden", "true");
    const style = { pane: "context", interactive: false, weight: 1, className: "context" };
    for (const path of context.lines) L.polyline(path, style).addTo(map);
    for (const rings of context.areas) L.polygon(rings, style).addTo(map);
    for (const at of context.points) L.circleMarker(at, { ...style, radius: 2 }).addTo(map);
  }

  /** The records in the plane of the map, whose side is 1. */
  #grid() {
    const { lat, lon } = this.records;
    const [x, y] = [new Float64Array(lat.length), new Float64Array(lat.length)];
    for (let number = 0; number < lat.length; number += 1) {
      x[number] = (lon[number] + 180) / 360;
      const sine = Math.sin((Math.max(-MERCATOR_LIMIT, Math.min(MERCATOR_LIMIT, lat[number])) * Math.PI) / 180);
      y[number] = 0.5 - Math.atanh(sine) / (2 * Math.PI);
    }
    return Grid.of(x, y);
  }

  /**
   * @param {Grid} grid
   * @returns {PointsKnown}
   */
  #pointsKnown(grid) {
    return { grid, kindOf: this.records.kindOf, shown: this.filter.shown, kinds: this.records.kinds.length };
  }

  /** Wait until all points are drawn and counted. */
  async drawn() {
    await this.#work?.idle();
  }

  /** Draw the records again, after the filter let others through. */
  redraw() {
    this.#work?.refresh();
    this.symbols.redraw();
    const { L, data, groups, filter, choose } = this;
    drawZones({ L, layer: groups.zone, pane: "zones", choose }, data.zones, filter);
    if (this.#points) this.#points.redraw();
    else if (this.#work) {
      this.pane("points", 360); // below what is drawn as SVG, which a canvas above it would hide in print
      const style = getComputedStyle(document.documentElement);
      const colours = this.records.kinds.map((kind) => style.getPropertyValue(`--${kind.split("_")[0]}`).trim());
      this.#points = pointLayer(this.L, this.map, this.#work, colours, "points").addTo(this.map);
    }
  }

  /**
   * Put layers on the map and take them off, as the state has them.
   * @param {ReaderState} state
   */
  switchLayers({ hiddenLayers }) {
    for (const name of Object.keys(LAYERS)) {
      if (hiddenLayers.has(name)) this.groups[name].remove();
      else this.groups[name].addTo(this.map);
    }
  }

  /**
   * Draw what surrounds the records that have or share symbols; of a view with too many of them, nothing is drawn.
   * @param {number[]} numbers
   */
  #drawSurroundings(numbers) {
    const { L, records, groups, data, choose } = this;
    const around = [groups.lethal, groups.uncertainty, groups.photo];
    for (const group of around) group.clearLayers();
    if (!around.some((group) => this.map.hasLayer(group))) return;
    const drawing = { L, pane: "zones", choose };
    for (const number of numbers) {
      const record = records.placed(number);
      drawUncertainty({ ...drawing, layer: groups.uncertainty }, record);
      drawLethalRadius({ ...drawing, layer: groups.lethal }, record, data.warning);
      drawView({ ...drawing, layer: groups.photo }, record, data.photos[record.id]?.view);
    }
  }
}
