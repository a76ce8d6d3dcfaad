// The symbols of the records on the map, so that each can be reached: on its own, beside others, or through a counted symbol that opens.

import { arrange, fanSpots, MOST_FANNED, placeAfter, spiralRoom, spiralSpots } from "./crowding.js";
import { svg, visible } from "./dom.js";
import { AROUND, label, RANKS, short } from "./labels.js";
import { comma, t } from "./messages.js";
import { distinctive, sampled, sharedStarts } from "./names.js";
import { countedSymbol, symbol } from "./symbols.js";
import { COUNTED, KINDS } from "./words.js";

/** So many records in view have symbols of their own; of more, those of a square of the screen are counted. */
export const DETAILED_IN_VIEW = 300;
const SQUARE = 128; // pixels
const SIZE = 24; // of a symbol, in pixels
const ALONE_SIZE = 32;
const HALVES = { fragment_site: 8, strike_report: 11, place: 6, zone: 7, photo: 7 }; // of what is drawn
const CLOSEST_ZOOM = 19;
const PARTED = 60; // pixels that records must span at the closest zoom for zooming to part them
const MOST_IN_SPIRAL = 200;
const NAMES_BESIDE = 110; // pixels for the names on both sides of a fan
const WIDE = 560; // pixels from which the legend stands beside what is shown
const REACH = 10; // pixels from a click to the point that it means
const BELOW = [[0, 1], ...AROUND];

/** @typedef {L.Marker & { half: [number, number] }} SymbolMarker */
/** @typedef {{ marker: SymbolMarker, symbol: CrowdSymbol, open: () => void }} Mark */
/** @typedef {{ symbol: CrowdSymbol, members: number[], page: number, zoom: number, marks: Mark[] }} Fan */

/**
 * @typedef {object} Shown what the symbols are of
 * @property {import("./data.js").Records} records
 * @property {import("./filter.js").Filter} filter
 * @property {import("./canvas.js").Grid} grid
 * @property {import("./canvas.js").PointWork | null} work counts records, where there may be more than have symbols
 * @property {Set<string | null>} disputed ids of records of which a contradicted claim speaks
 * @property {(id: string) => void} choose
 * @property {(numbers: number[]) => void} onDetails hears which records have or share symbols, whenever these change
 */

/** Draws the symbols, opens the counted ones, and moves among them by key: they are one Tab stop. */
export class RecordSymbols {
  /** @type {ReadonlySet<number>} */ #alone = new Set();
  #isExact = false;
  /** @type {number[] | null} */ #few = null;
  /** @type {Mark[]} */ #marks = [];
  /** @type {Fan | null} */ #fan = null;
  #drawn = "";
  /** @type {number[]} */ #details = [];
  #asked = 0;
  /** @type {HTMLElement | undefined} */ #stop;

  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   * @param {Shown} shown
   */
  constructor(L, map, shown) {
    this.L = L;
    this.map = map;
    this.shown = shown;
    const { records } = shown;
    this.starts = sharedStarts(sampled(records.count, (number) => records.label(number)));
    // they stand in other groups after a zoom, and moving hundreds of them meanwhile would hold it up
    if (records.count > DETAILED_IN_VIEW) map.options.markerZoomAnimation = false;
    this.group = L.featureGroup().addTo(map);
    this.fanGroup = L.featureGroup().addTo(map);
    const pane = map.getPane("markerPane");
    pane?.setAttribute("role", "group");
    pane?.setAttribute("aria-label", t("Records on the map; arrow keys move from one to the next, Enter opens it, Escape closes"));
    map.getContainer().addEventListener("keydown", (event) => this.#onKey(event));
    map.getContainer().addEventListener("focusin", ({ target }) => {
      const mark = this.#markOf(target);
      if (mark) this.#setStop(mark.marker.getElement());
    });
    document.addEventListener("keydown", (event) => this.#onEscape(event), { capture: true });
    map.on("click", ({ containerPoint }) => this.#onMapClick(containerPoint));
  }

  /** Draw everything again, since the filter lets other records through. */
  redraw() {
    const { records, filter } = this.shown;
    /** @type {number[]} */
    const few = [];
    for (let number = 0; number < records.count && few.length <= DETAILED_IN_VIEW; number += 1) {
      if (filter.shown[number] && records.isPlaced(number)) few.push(number);
    }
    this.#few = few.length <= DETAILED_IN_VIEW ? few : null;
    this.closeFan();
    this.#drawn = "";
    this.#details = [-1]; // which differs from whatever follows
    this.update();
  }

  /**
   * Never count these records with others: what the reader has chosen.
   * @param {Iterable<number>} numbers
   * @param {boolean} isExact whether they stand exactly where they lie, as the ends of a line do, and not beside others either
   */
  standAlone(numbers, isExact) {
    const alone = new Set([...numbers].filter((number) => this.shown.records.isPlaced(number)));
    const isSame = isExact === this.#isExact && alone.size === this.#alone.size;
    if (isSame && [...alone].every((number) => this.#alone.has(number))) return;
    this.#isExact = isExact;
    this.#alone = alone;
    this.#drawn = "";
    const focused = this.#fan && focusedOf(this.#fan.marks);
    if (this.#fan) this.#drawFan(this.#fan);
    if (focused) this.#focusLike(focused);
    this.update();
  }

  /** Draw what the view asks for, unless that is what is drawn: after a move. */
  update() {
    const zoom = this.map.getZoom();
    if (this.#fan && this.#fan.zoom !== zoom) this.closeFan();
    const numbers = this.#few ?? this.#inView();
    const drawn = numbers ? `${zoom}: ${numbers.join()}` : "";
    if (drawn && drawn === this.#drawn) {
      this.#keepStop();
      return;
    }
    this.#drawn = drawn;
    this.#asked += 1;
    const asked = this.#asked;
    const inFan = new Set(this.#fan?.members);
    const alone = new Set([...this.#alone].filter((number) => this.#isExact || !inFan.has(number)));
    const details = [...new Set([...(numbers ?? []), ...alone])];
    if (details.length !== this.#details.length || details.some((number, index) => number !== this.#details[index])) {
      this.#details = details;
      this.shown.onDetails(details);
    }
    if (numbers) this.#draw(arrange(this.#points([...new Set([...numbers, ...alone])]), alone, this.#isExact));
    else {
      const done = (/** @type {CrowdCell[]} */ cells) => {
        if (asked !== this.#asked) return; // the map has moved on
        const left = this.#without(cells, alone);
        const single = left.filter((cell) => cell.total === 1).map((cell) => cell.first);
        const many = left.filter((cell) => cell.total > 1);
        this.#draw(arrange(this.#points([...alone, ...single]), alone, this.#isExact, many));
      };
      const { work } = this.shown;
      if (work && document.documentElement.classList.contains("printing")) done(work.count(this.#counting()));
      else work?.ask(this.#counting(), done);
    }
  }

  /** The side of the plane in pixels. */
  get #scale() {
    return 256 * 2 ** this.map.getZoom();
  }

  /** The view and a little around it, in the plane. */
  #rectangle() {
    const { min, max } = this.map.getPixelBounds();
    if (!min || !max) return { west: 0, south: 0, east: 0, north: 0 };
    const [wide, high] = [(max.x - min.x) / 10, (max.y - min.y) / 10];
    const scale = this.#scale;
    return { west: (min.x - wide) / scale, south: (min.y - high) / scale, east: (max.x + wide) / scale, north: (max.y + high) / scale };
  }

  /** Records in view, or null where these are too many for symbols of their own. */
  #inView() {
    const { grid, filter } = this.shown;
    const { west, south, east, north } = this.#rectangle();
    /** @type {number[]} */
    const found = [];
    grid.within(west, south, east, north, (number) => {
      if (filter.shown[number]) found.push(number);
      return found.length <= DETAILED_IN_VIEW;
    });
    return found.length <= DETAILED_IN_VIEW ? found.sort((one, other) => one - other) : null;
  }

  /** @returns {CountJob} */
  #counting() {
    return { ...this.#rectangle(), scale: this.#scale, side: SQUARE };
  }

  /**
   * @param {number[]} numbers
   * @returns {CrowdPoint[]}
   */
  #points(numbers) {
    const { grid, records } = this.shown;
    const scale = this.#scale;
    return numbers.map((number) => ({ number, kind: records.kindOf[number], x: grid.x[number] * scale, y: grid.y[number] * scale }));
  }

  /**
   * The shown records of a counted square.
   * @param {CrowdCell} cell
   */
  #inCell({ column, row }) {
    const { grid, filter } = this.shown;
    const scale = this.#scale;
    /** @type {number[]} */
    const found = [];
    const side = SQUARE / scale;
    grid.within(column * side - 1e-9, row * side - 1e-9, (column + 1) * side + 1e-9, (row + 1) * side + 1e-9, (number) => {
      const [x, y] = [Math.floor((grid.x[number] * scale) / SQUARE), Math.floor((grid.y[number] * scale) / SQUARE)];
      if (filter.shown[number] && x === column && y === row) found.push(number);
    });
    return found;
  }

  /**
   * Counted squares without the records that stand on their own.
   * @param {CrowdCell[]} cells
   * @param {ReadonlySet<number>} alone
   */
  #without(cells, alone) {
    if (!alone.size) return cells;
    return cells
      .map((cell) => {
        const members = cell.total > 1000 ? null : this.#inCell(cell).filter((number) => !alone.has(number));
        if (!members || members.length === cell.total) return cell;
        const counts = cell.counts.map((_, kind) => members.filter((number) => this.shown.records.kindOf[number] === kind).length);
        return { ...cell, counts, total: members.length, first: Math.min(...members) };
      })
      .filter((cell) => cell.total > 0);
  }

  /** @param {CrowdSymbol[]} symbols */
  #draw(symbols) {
    const focused = focusedOf(this.#marks);
    this.group.clearLayers();
    this.#marks = symbols.map((one) => this.#mark(one, this.group, () => this.#open(one)));
    for (const mark of this.#marks) if (!mark.symbol.counts) this.#name(mark, this.group);
    this.#keepStop();
    if (focused) this.#focusLike(focused);
  }

  /**
   * Put one symbol on the map.
   * @param {CrowdSymbol} one
   * @param {L.FeatureGroup} group
   * @param {() => void} open
   * @param {string} [purpose] what a counted symbol is for
   * @returns {Mark}
   */
  #mark(one, group, open, purpose = t("show them")) {
    const { L, map } = this;
    const { records } = this.shown;
    const isFanned = group === this.fanGroup;
    const kind = records.kinds[records.kindOf[one.first]];
    const name = one.counts
      ? t("{records}: {purpose}", { records: countsText(records.kinds, one.counts), purpose })
      : visible(t("{kind}: {name}", { kind: t(KINDS[kind][0]), name: records.label(one.first) }));
    const isChosen = !one.counts && this.#alone.has(one.first);
    const drawn = one.counts ? countedSymbol(records.kinds, one.counts) : symbol(kind, isChosen ? ALONE_SIZE : SIZE);
    const size = [one.width, one.height];
    const html = document.createElement("div");
    if (!isFanned && one.points.length) html.append(this.#threads(one));
    html.append(drawn);
    const className = `marker ${one.counts ? "counted" : kind}${isFanned ? " fanned-out" : ""}${isChosen ? " alone" : ""}`;
    /** @type {[number, number]} */
    const half = one.counts ? [size[0] / 2, size[1] / 2] : [HALVES[kind], HALVES[kind]];
    const marker = Object.assign(
      L.marker(map.unproject(L.point(one.x, one.y)), {
        icon: L.divIcon({ className, html, iconSize: L.point(one.width, one.height) }),
        title: name,
        keyboard: false, // one Tab stop for all of them, and no move of the map for whatever gets the focus
        autoPanOnFocus: false,
        pane: isChosen && map.getPane("focus-markers") ? "focus-markers" : "markerPane",
        zIndexOffset: isFanned ? 10_000 : isChosen ? 2000 : kind === "fragment_site" ? 500 : 0,
        riseOnHover: true,
      }),
      { half },
    );
    marker.on("click", open);
    group.addLayer(marker);
    const element = marker.getElement();
    element?.setAttribute("role", "button");
    element?.setAttribute("aria-label", name);
    element?.setAttribute("tabindex", "-1");
    if (!one.counts) element?.setAttribute("data-record", records.id(one.first));
    return { marker, symbol: one, open };
  }

  /**
   * What ties a symbol to where its records lie: a line for one that stands beside its place, dots for counted ones.
   * @param {CrowdSymbol} one
   */
  #threads({ x, y, width, height, counts, points }) {
    const { kinds } = this.shown.records;
    const drawn = points.map((point) => {
      const [across, down] = [point.x - x, point.y - y];
      const isInside = counts ? Math.abs(across) * 2 < width && Math.abs(down) * 2 < height : Math.hypot(across, down) < 2;
      if (isInside) return null;
      const dot = svg("circle", { cx: across, cy: down, r: 2, class: kinds[point.kind] });
      return counts ? dot : [svg("line", { x1: 0, y1: 0, x2: across, y2: down }), dot];
    });
    return svg("svg", { class: "threads", width: 1, height: 1, "aria-hidden": "true" }, ...drawn);
  }

  /**
   * Lines from the symbols of a fan to where their records lie, below all of these symbols.
   * @param {CrowdSymbol} origin
   * @param {CrowdPoint[]} points
   * @param {[number, number][]} spots
   */
  #fanThreads({ x, y }, points, spots) {
    const { L, map } = this;
    const lines = points.map((point, index) => {
      const [across, down] = spots[index];
      return svg("line", { x1: across, y1: down, x2: point.x - x, y2: point.y - y });
    });
    const html = /** @type {any} */ (svg("svg", { class: "threads", width: 1, height: 1, "aria-hidden": "true" }, ...lines));
    const icon = L.divIcon({ className: "fanned-out", html, iconSize: L.point(0, 0) });
    return L.marker(map.unproject(L.point(x, y)), { icon, interactive: false, keyboard: false, zIndexOffset: 5000 });
  }

  /**
   * The name of a record beside its symbol.
   * @param {Mark} mark
   * @param {L.FeatureGroup} group
   * @param {number[] | null} [way] where it should stand first
   */
  #name({ marker, symbol: one }, group, way = null) {
    const { records, disputed } = this.shown;
    const kind = records.kinds[records.kindOf[one.first]];
    const { lat, lng } = marker.getLatLng();
    const ways = [...(way ? [way] : []), ...(kind === "place" ? BELOW : AROUND)];
    const isDisputed = disputed.has(records.id(one.first)) && kind !== "place";
    const isChosen = this.#alone.has(one.first);
    const rank = way ? RANKS.fan : isChosen ? RANKS.alone : isDisputed ? RANKS.disputed : RANKS[kind];
    const text = distinctive(records.label(one.first), this.starts);
    const brief = kind === "fragment_site" || way ? short(text, 14) : null; // rather a part of its name than none
    const spots = ways.map((to) => ({ at: /** @type {LatLon} */ ([lat, lng]), way: to }));
    const reaches = [HALVES[kind] + 2, SIZE / 2 + 2, ...(way ? [SIZE] : [])]; // close by, or below the row in which it stands
    const className = `name ${kind}${way ? " fanned-out" : ""}${isChosen ? " alone" : ""}`;
    group.addLayer(label(this.L, className, rank, spots, text, { brief, reaches, isName: true }));
  }

  // --- counted symbols: a fan, a closer view, a spiral ---

  /** @param {CrowdSymbol} one */
  #open(one) {
    const { records, choose } = this.shown;
    if (!one.counts) {
      choose(records.id(one.first));
      return;
    }
    const members = [...one.points.map(({ number }) => number), ...one.cells.flatMap((cell) => this.#inCell(cell))];
    members.sort((first, second) => first - second);
    const bounds = this.#boundsOf(members);
    if (members.length > MOST_FANNED && bounds) this.#zoomTo(bounds);
    else {
      this.closeFan();
      const hadFocus = focusedOf(this.#marks);
      this.#drawFan({ symbol: one, members, page: 0, zoom: this.map.getZoom(), marks: [] });
      if (hadFocus) this.#focus(this.#fan?.marks[0]);
    }
  }

  /**
   * The corners of what zooming can part; null where it cannot.
   * @param {number[]} members
   */
  #boundsOf(members) {
    const { L, map } = this;
    const { grid } = this.shown;
    const closest = Math.min(CLOSEST_ZOOM, map.getMaxZoom());
    if (map.getZoom() >= closest) return null;
    let [west, south, east, north] = [
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ];
    for (const number of members) {
      [west, east] = [Math.min(west, grid.x[number]), Math.max(east, grid.x[number])];
      [south, north] = [Math.min(south, grid.y[number]), Math.max(north, grid.y[number])];
    }
    const scale = 256 * 2 ** closest;
    if (Math.max(east - west, north - south) * scale < PARTED) return null;
    const corners = [L.point(west, south), L.point(east, north)].map((corner) => map.unproject(corner.multiplyBy(scale), closest));
    return L.latLngBounds(corners);
  }

  /** @param {L.LatLngBounds} bounds */
  #zoomTo(bounds) {
    const { L, map } = this;
    const { left, top, right, bottom } = this.#covered();
    const padding = { paddingTopLeft: L.point(left + 20, top + 20), paddingBottomRight: L.point(right + 20, bottom + 20) };
    const closest = Math.min(CLOSEST_ZOOM, map.getMaxZoom());
    const wanted = Math.min(closest, map.getBoundsZoom(bounds, false, padding.paddingTopLeft.add(padding.paddingBottomRight)));
    if (wanted > map.getZoom()) map.fitBounds(bounds, { ...padding, maxZoom: closest, animate: false });
    else map.setView(bounds.getCenter(), Math.min(closest, map.getZoom() + 1), { animate: false });
  }

  /** How much of each side of the map the controls cover: buttons on the left, the legend on the right or, folded, above. */
  #covered() {
    const { map } = this;
    /** @type {HTMLElement | null} */
    const legend = map.getContainer().querySelector(".legend[open]");
    const right = legend && map.getSize().x > WIDE ? legend.offsetWidth + 10 : 0;
    return { left: 50, top: right ? 0 : 50, right, bottom: 30 };
  }

  /**
   * Open a fan or spiral around a counted symbol, and move the map where it would reach beyond the view.
   * @param {Fan} fan
   */
  #drawFan(fan) {
    const { L, map } = this;
    const { records } = this.shown;
    const { left, top, right, bottom } = this.#covered();
    const size = map.getSize();
    const [wide, high] = [size.x - left - right, size.y - top - bottom];
    const isFan = fan.members.length <= MOST_FANNED;
    const most = isFan ? MOST_FANNED : Math.min(MOST_IN_SPIRAL, spiralRoom(Math.min(wide, high) / 2 - SIZE));
    const members = fan.members.slice(fan.page * most, (fan.page + 1) * most);
    const rest = fan.members.length - members.length;
    const spots = isFan ? fanSpots(members.length) : spiralSpots(members.length + (rest ? 4 : 0));
    const reach = Math.max(...spots.map(([x, y]) => Math.hypot(x, y))) + SIZE;
    const across = Math.min(wide / 2, reach + (isFan && size.x > WIDE ? NAMES_BESIDE : 0));
    const { x, y } = map.latLngToContainerPoint(map.unproject(L.point(fan.symbol.x, fan.symbol.y)));
    const wanted = L.point(
      Math.max(left + across, Math.min(x, size.x - right - across)),
      Math.max(top + Math.min(high / 2, reach), Math.min(y, size.y - bottom - Math.min(high / 2, reach))),
    );
    if (wanted.distanceTo([x, y]) > 1) map.panBy(L.point(x, y).subtract(wanted), { animate: false });
    this.fanGroup.clearLayers();
    this.#fan = fan;
    map.getContainer().classList.add("fanned");
    const points = this.#points(members);
    this.fanGroup.addLayer(this.#fanThreads(fan.symbol, points, spots));
    fan.marks = points.map((point, index) => {
      const [right, down] = spots[index];
      const place = { x: fan.symbol.x + right, y: fan.symbol.y + down };
      const one = { ...place, width: SIZE, height: SIZE, first: point.number, counts: null, points: [point], cells: [], isAlone: false };
      return this.#mark(one, this.fanGroup, () => this.#open(one));
    });
    for (const [index, mark] of isFan ? fan.marks.entries() : []) this.#name(mark, this.fanGroup, outward(spots[index]));
    if (rest) {
      const shown = new Set(members);
      const others = this.#points(fan.members.filter((number) => !shown.has(number)));
      const counts = records.kinds.map((_, kind) => others.filter((point) => point.kind === kind).length);
      const [right, down] = spots[spots.length - 1];
      const place = { x: fan.symbol.x + right, y: fan.symbol.y + down };
      const one = { ...place, width: 34, height: SIZE, first: fan.members[0], counts, points: [], cells: [], isAlone: false };
      const pages = Math.ceil(fan.members.length / most);
      const turn = () => {
        const hadFocus = focusedOf(fan.marks);
        this.#drawFan({ ...fan, page: (fan.page + 1) % pages });
        if (hadFocus) this.#focus(this.#fan?.marks[0]);
      };
      fan.marks.push(this.#mark(one, this.fanGroup, turn, t("show the next")));
    }
    this.#keepStop();
  }

  /** Close the fan; the answer is whether one was open. */
  closeFan() {
    const fan = this.#fan;
    if (!fan) return false;
    const hadFocus = focusedOf(fan.marks);
    this.#fan = null;
    this.fanGroup.clearLayers();
    this.map.getContainer().classList.remove("fanned");
    this.#keepStop();
    if (hadFocus) this.#focusNear(this.map.unproject(this.L.point(fan.symbol.x, fan.symbol.y), fan.zoom));
    return true;
  }

  // --- clicks and keys ---

  /** @param {L.Point} at */
  #onMapClick(at) {
    if (this.map.getContainer().classList.contains("measuring") || this.closeFan() || !this.shown.work) return;
    const number = this.nearest(at);
    if (number !== null) this.shown.choose(this.shown.records.id(number));
  }

  /**
   * The number of the shown record that is nearest to a place on the screen, or null where none is near.
   * @param {L.Point} at
   */
  nearest(at) {
    const { map } = this;
    const { grid, filter } = this.shown;
    const scale = this.#scale;
    const { x, y } = map.project(map.containerPointToLatLng(at));
    /** @type {number | null} */
    let best = null;
    let distance = REACH;
    grid.within((x - REACH) / scale, (y - REACH) / scale, (x + REACH) / scale, (y + REACH) / scale, (number) => {
      const away = Math.hypot(grid.x[number] * scale - x, grid.y[number] * scale - y);
      if (filter.shown[number] && away < distance) [best, distance] = [number, away];
    });
    return best;
  }

  /** @param {KeyboardEvent} event */
  #onEscape(event) {
    const isInCard = event.target instanceof Element && event.target.closest(".card"); // which closes first
    if (event.key !== "Escape" || isInCard || !this.closeFan()) return;
    event.stopPropagation(); // else what is chosen would be closed with it
    event.preventDefault();
  }

  /** @param {EventTarget | null} target */
  #markOf(target) {
    return [...this.#marks, ...(this.#fan?.marks ?? [])].find(({ marker }) => marker.getElement() === target);
  }

  /** Marks in view to which keys lead: those of the fan, while one is open. */
  #reachable() {
    const { x, y } = this.map.getSize();
    return (this.#fan?.marks ?? this.#marks).filter(({ marker }) => {
      const at = this.map.latLngToContainerPoint(marker.getLatLng());
      return at.x >= 0 && at.y >= 0 && at.x <= x && at.y <= y;
    });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const mark = this.#markOf(event.target);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    const zoom = { "+": 1, "=": 1, "-": -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") mark.open();
    else if (zoom) this.map.setZoomAround(mark.marker.getLatLng(), this.map.getZoom() + zoom, { animate: false });
    else {
      const marks = this.#reachable();
      const places = marks.map(({ marker }) => this.map.latLngToContainerPoint(marker.getLatLng()));
      const from = marks.indexOf(mark);
      const to = from < 0 ? undefined : placeAfter(places, from, event.key);
      if (to === undefined) {
        if (/^(Arrow|Page|Home|End)/.test(event.key)) event.preventDefault(); // the page does not scroll away
        return;
      }
      this.#focus(marks[to]);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Mark | undefined} mark */
  #focus(mark) {
    const element = mark?.marker.getElement();
    this.#setStop(element);
    element?.focus({ preventScroll: true });
  }

  /**
   * Move the focus to what took the place of a symbol that is gone: that of the same record, or the nearest.
   * @param {Mark} gone
   */
  #focusLike({ marker, symbol: { counts, first } }) {
    const same = this.#reachable().find(({ symbol: one }) => !counts && !one.counts && one.first === first);
    if (same) this.#focus(same);
    else this.#focusNear(marker.getLatLng());
  }

  /**
   * Move the focus to the symbol nearest to a place, after those that had it are gone.
   * @param {L.LatLng} at
   */
  #focusNear(at) {
    const from = this.map.latLngToContainerPoint(at);
    const away = (/** @type {Mark} */ { marker }) => this.map.latLngToContainerPoint(marker.getLatLng()).distanceTo(from);
    const [nearest] = this.#reachable().sort((one, other) => away(one) - away(other));
    if (nearest) this.#focus(nearest);
    else this.map.getContainer().focus({ preventScroll: true });
  }

  /** Make one symbol in view the Tab stop: a browser would scroll the map to one that is out of view. */
  #keepStop() {
    const reachable = this.#reachable().map(({ marker }) => marker.getElement());
    if (this.#stop && reachable.includes(this.#stop)) return;
    this.#setStop(reachable[0]);
  }

  /** @param {HTMLElement | undefined} element */
  #setStop(element) {
    this.#stop?.setAttribute("tabindex", "-1");
    this.#stop = element;
    element?.setAttribute("tabindex", "0");
  }
}

/**
 * The one of some symbols that has the focus.
 * @param {Mark[]} marks
 */
function focusedOf(marks) {
  return marks.find(({ marker }) => marker.getElement() === document.activeElement);
}

/**
 * "2 fragment sites, 9 strike reports".
 * @param {Kind[]} kinds
 * @param {number[]} counts
 */
function countsText(kinds, counts) {
  return counts.flatMap((count, kind) => (count ? [COUNTED[kinds[kind]](count)] : [])).join(comma());
}

/**
 * The side of a symbol in a fan on which its name points away from the middle.
 * @param {[number, number]} spot
 */
function outward([x, y]) {
  if (Math.abs(x) > 1) return [Math.sign(x), 0];
  return [0, Math.sign(y)];
}
