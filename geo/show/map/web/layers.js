// The records on the map: all in full detail, or where there are many, those in view, over points on canvases.

import { canvasLayer, Grid } from "./canvas.js";
import { drawRecord } from "./markers.js";

/** The layers by name, in the order of the legend. @type {Record<string, string>} */
export const LAYERS = {
  fragment_site: "Fragment sites",
  strike_report: "Strike reports",
  place: "Places",
  zone: "Reported lethal radius",
  range: "Reported range",
  line: "Lines of contradicted claims",
  ring: "Where a claim would hold",
  locus: "Where several claims would hold",
  uncertainty: "Uncertainty",
};
const MOST_DETAILED = 2000;
/** Of more records than can be drawn in detail, so many at once are, where no more lie in view. */
export const DETAILED_IN_VIEW = 300;
const REACH = 10; // pixels from a click to the point that it means

/** The records on a map, and the groups of layers. It draws what the filter lets through and the state does not switch off. */
export class Layers {
  /** @type {Set<number>} */ #drawn = new Set();
  /** @type {L.GridLayer | null} */ #points = null;

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
    /** Whether there are too many records to draw all of them in detail. */
    this.areMany = records.count > MOST_DETAILED;
    const contradicted = findings.filter((finding) => finding.verdict === "contradicted");
    this.disputed = new Set(contradicted.flatMap((finding) => [finding.from, finding.to]));
    this.pane("zones", 380);
    if (data.context) this.#drawContext(data.context);
    /** @type {LayerGroups} */
    this.groups = Object.fromEntries(Object.keys(LAYERS).map((name) => [name, L.featureGroup()]));
    this.grid = new Grid(records.lat, records.lon, (lat, lon) => {
      if (Number.isNaN(lat)) return [Number.NaN, Number.NaN];
      const point = this.#plane(lat, lon);
      return [point.x / 256, point.y / 256];
    });
    if (this.areMany) this.#drawPoints();
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

  /**
   * @param {number} lat
   * @param {number} lon
   */
  #plane(lat, lon) {
    return this.L.CRS.EPSG3857.latLngToPoint(this.L.latLng(lat, lon), 0);
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

  #drawPoints() {
    const style = getComputedStyle(document.documentElement);
    const colours = this.records.kinds.map((kind) => style.getPropertyValue(`--${kind.split("_")[0]}`).trim());
    this.#points = canvasLayer(this.L, this.grid, this.records.kindOf, this.filter.shown, colours);
    this.#points.addTo(this.map);
  }

  /** Draw everything again, after the filter let other things through. */
  redraw() {
    this.#drawn = new Set([-1]);
    this.drawDetails();
    this.#points?.redraw();
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
    this.#points?.redraw();
  }

  /** Draw in detail what should be now, unless that is what is drawn: after a filter, or where there are many, after a move. */
  drawDetails() {
    const { L, records, groups } = this;
    const wanted = this.areMany ? this.#inView() : this.#allMatching();
    if (wanted.length === this.#drawn.size && wanted.every((number) => this.#drawn.has(number))) return;
    this.#drawn = new Set(wanted);
    for (const name of [...records.kinds, "zone", "uncertainty"]) groups[name].clearLayers();
    for (const number of wanted) {
      drawRecord(L, records.placed(number), this.data.warning, groups, this.choose, this.disputed.has(records.id(number)));
    }
  }

  #allMatching() {
    const { filter, records } = this;
    return Array.from(filter.matching.keys()).filter((number) => filter.matching[number] && records.isPlaced(number));
  }

  /** Records in view, or none where these are too many to be drawn in detail. */
  #inView() {
    const bounds = this.map.getBounds().pad(0.1);
    const [north, south] = [bounds.getNorth(), bounds.getSouth()].map((lat) => this.#plane(lat, 0).y / 256);
    const [west, east] = [bounds.getWest(), bounds.getEast()].map((lon) => (lon + 180) / 360);
    /** @type {number[]} */
    const found = [];
    this.grid.within(west, north, east, south, (number) => {
      if (this.filter.shown[number]) found.push(number);
      return found.length <= DETAILED_IN_VIEW;
    });
    return found.length <= DETAILED_IN_VIEW ? found : [];
  }

  /**
   * The number of the shown record that is nearest to a place on the screen, or null where none is near.
   * @param {L.Point} at
   */
  nearest(at) {
    const { L, map, records } = this;
    /** @type {number | null} */
    let best = null;
    let distance = REACH;
    const [one, other] = [at.subtract([REACH, REACH]), at.add([REACH, REACH])]
      .map((corner) => map.containerPointToLatLng(corner))
      .map(({ lat, lng }) => this.#plane(lat, lng));
    this.grid.within(one.x / 256, one.y / 256, other.x / 256, other.y / 256, (number) => {
      const away = map.latLngToContainerPoint(L.latLng(records.lat[number], records.lon[number])).distanceTo(at);
      if (this.filter.shown[number] && away < distance) [best, distance] = [number, away];
    });
    return best;
  }
}
