// Words on the map, each where it covers no other: the most important first, and what finds no room is left out.

import { el } from "./dom.js";
import { plural } from "./messages.js";

/** Which words go first where two want the same room; a lower number wins. */
export const RANKS = {
  fan: -2,
  chosen: -1,
  alone: -1,
  verdict: 0,
  warning: 1,
  disputed: 2,
  fragment_site: 3,
  strike_report: 4,
  figure: 5,
  hint: 6,
  place: 7,
  zone: 7,
  photo: 7,
  degree: 8,
};
export const AROUND = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
];
const SPECK = 24;
const EDGE = 4;
const MOST_WEIGHED = 300;
const CROSSED = 12;

/**
 * A name without its middle, where it is too long for a map: names of one record mostly differ at their ends.
 * @param {string} name
 * @param {number} [longest]
 */
export function short(name, longest = 24) {
  const letters = Array.from(name);
  if (letters.length <= longest) return name;
  const end = Math.floor((longest - 1) / 2);
  const start = letters.slice(0, longest - 1 - end).join("");
  return `${start.trimEnd()}…${letters.slice(-end).join("").trimStart()}`;
}

/**
 * Words as a layer, at one of `spots`: `at` [lat, lon], and the `way` to go from there, so many of `reaches` in pixels;
 * the earlier the better. `brief` are fewer words for where these have no room. `ends` are two points of what the words
 * are about, which stays without while it is a speck. The reader is told how many names (`isName`) are left out.
 * @param {Leaflet} L
 * @param {string} className
 * @param {number} rank
 * @param {Spot[]} spots
 * @param {Children | string} words
 * @param {{ brief?: Children | string | null, ends?: LatLon[] | null, reaches?: number[], isName?: boolean }} [options]
 * @returns {L.Marker & { words: Words }}
 */
export function label(L, className, rank, spots, words, { brief = null, ends = null, reaches = [3], isName = false } = {}) {
  const full = el("span", {}, words);
  const texts = brief ? [full, el("span", {}, brief)] : [full];
  const box = el("div");
  const icon = L.divIcon({ className: `label ${className}`, html: box, iconSize: [0, 0] });
  const layer = L.marker(spots[0].at, { icon, interactive: false, keyboard: false, pane: "labels" });
  return Object.assign(layer, { words: { rank, spots, box, texts, ends, reaches, isName, sizes: null } });
}

/** Left, top, right and bottom in pixels. @typedef {[number, number, number, number]} Box */

/**
 * @param {Box} one
 * @param {Box} other
 */
function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

/**
 * Upper left corner of a box that stands `reach` pixels away from a point; above and below it slides to stay on the map.
 * @param {L.Point} point
 * @param {number[]} way
 * @param {number} reach
 * @param {[number, number]} dimensions
 * @param {L.Point} size
 */
function corner(point, [x, y], reach, [width, height], size) {
  const beside = Math.abs(x) === 1;
  const left = point.x + x * (reach + width / 2) - width / 2;
  const top = point.y + (beside ? y * height * 0.95 : y * (reach + height / 2)) - height / 2;
  return [Math.round(beside ? left : Math.max(EDGE, Math.min(left, size.x - width - EDGE))), Math.round(top)];
}

/** What is taken of a map; `lines` are crossed at a cost. @typedef {{ size: L.Point, taken: Box[], lines: L.Point[][] }} Room */

/**
 * The free place of least cost for words of a size, or null.
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {Words} words
 * @param {[number, number]} dimensions
 * @param {Room} room
 * @returns {Box | null}
 */
function place(L, map, { spots, reaches }, [width, height], { size, taken, lines }) {
  /** @type {Box | null} */
  let best = null;
  let least = Number.POSITIVE_INFINITY;
  const weigh = (/** @type {number[]} */ [left, top], /** @type {number} */ cost) => {
    /** @type {Box} */
    const box = [left, top, left + width, top + height];
    if (left < 0 || top < 0 || box[2] > size.x || box[3] > size.y || taken.some((other) => overlap(box, other))) return;
    const bounds = L.bounds(L.point(box[0], box[1]), L.point(box[2], box[3]));
    const crossed = lines.filter(([from, to]) => L.LineUtil.clipSegment(from, to, bounds)).length;
    if (cost + CROSSED * crossed < least) [best, least] = [box, cost + CROSSED * crossed];
  };
  for (const [further, reach] of reaches.entries()) {
    for (const [order, { at, way }] of spots.entries()) {
      const cost = 1 + reach - reaches[0] + order + further;
      const point = map.latLngToContainerPoint(at);
      const seen = point.x >= -1 && point.y >= -1 && point.x <= size.x + 1 && point.y <= size.y + 1;
      if (seen && cost < least) weigh(corner(point, way, reach, [width, height], size), cost);
    }
  }
  return best;
}

/** @param {{ words: Words }[]} layers */
function measure(layers) {
  const fresh = layers.filter(({ words }) => !words.sizes?.[0][0]); // in a hidden frame, nothing has a size
  for (const { words } of fresh) words.box.append(...words.texts);
  for (const { words } of fresh) words.sizes = words.texts.map((text) => [text.offsetWidth, text.offsetHeight]);
}

/**
 * What words must leave free: the controls, and the symbols in view.
 * @param {L.Map} map
 * @param {SymbolLayer[]} symbols
 * @returns {Box[]}
 */
function obstacles(map, symbols) {
  const { left, top } = map.getContainer().getBoundingClientRect();
  const boxes = Array.from(map.getContainer().querySelectorAll(".leaflet-control"), (control) => control.getBoundingClientRect());
  /** @type {Box[]} */
  const taken = boxes
    .filter((box) => box.width && box.height)
    .map((box) => [box.left - left - 2, box.top - top, box.right - left, box.bottom - top]);
  for (const marker of symbols) {
    const { x, y } = map.latLngToContainerPoint(marker.getLatLng());
    const [across, down] = marker.half;
    taken.push([x - across, y - down, x + across, y + down]);
  }
  return taken;
}

/** @typedef {L.Marker & { words: Words }} WordsLayer */
/** @typedef {L.Marker & { half: [number, number] }} SymbolLayer */

/**
 * Lay out all words; the answer is how many names of symbols in view have no room.
 * @param {Leaflet} L
 * @param {L.Map} map
 */
function layOut(L, map) {
  /** @type {WordsLayer[]} */
  const layers = [];
  /** @type {SymbolLayer[]} */
  const symbols = [];
  /** @type {L.Point[][]} */
  const lines = [];
  const view = map.getBounds().pad(0.1);
  map.eachLayer((layer) => {
    const { words, half, ends } = /** @type {Labelled} */ (layer);
    if (words) layers.push(/** @type {WordsLayer} */ (layer));
    else if (half && view.contains(/** @type {SymbolLayer} */ (layer).getLatLng())) symbols.push(/** @type {SymbolLayer} */ (layer));
    else if (ends) lines.push(ends.map((end) => map.latLngToContainerPoint(end)));
  });
  measure(layers);
  const weighed = layers.length > MOST_WEIGHED ? [] : lines;
  /** @type {Room} */
  const room = { size: map.getSize(), taken: obstacles(map, symbols), lines: weighed };
  const said = new Set();
  const inView = map.getBounds();
  let hidden = 0;
  layers.sort((one, other) => one.words.rank - other.words.rank);
  for (const layer of layers) {
    const { texts, sizes, ends, isName } = layer.words;
    const [from, to] = (ends ?? []).map((end) => map.latLngToContainerPoint(end));
    const saying = `${layer.getLatLng()} ${texts[0].textContent}`; // two strikes at one place have one zone to the eye
    const clear = !said.has(saying) && (!ends || from.distanceTo(to) >= SPECK);
    /** @type {Box | null} */
    let box = null;
    /** @type {HTMLElement | undefined} */
    let text;
    for (let index = 0; clear && !box && index < texts.length; index += 1) {
      box = place(L, map, layer.words, sizes?.[index] ?? [0, 0], room);
      if (box) text = texts[index];
    }
    layer.words.box.replaceChildren(...(text ? [text] : []));
    if (isName && !text && inView.contains(layer.getLatLng())) hidden += 1;
    if (!text || !box) continue;
    const anchor = map.latLngToContainerPoint(layer.getLatLng());
    text.style.left = `${box[0] - Math.round(anchor.x)}px`;
    text.style.top = `${box[1] - Math.round(anchor.y)}px`;
    room.taken.push(box);
    said.add(saying);
  }
  return hidden;
}

/** @param {number} count */
function hiddenWords(count) {
  return plural(count, "{count} name hidden at this zoom", "{count} names hidden at this zoom");
}

/**
 * A note on the map that says how many names are left out.
 * @param {Leaflet} L
 * @param {L.Map} map
 */
function hiddenNote(L, map) {
  const note = el("div", { class: "hidden-names", hidden: true });
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => note;
  control.addTo(map);
  return note;
}

/**
 * Keep the words of a map in order from now on.
 * @param {Leaflet} L
 * @param {L.Map} map
 */
export function keepLabels(L, map) {
  const pane = map.createPane("labels");
  pane.style.zIndex = "640";
  pane.setAttribute("aria-hidden", "true"); // the panel and the names of the markers say the same
  const note = hiddenNote(L, map);
  let waiting = false;
  const layOutAndSay = () => {
    waiting = false;
    let hidden = layOut(L, map);
    if (hidden && note.hidden) {
      note.textContent = hiddenWords(hidden);
      note.hidden = false; // which takes room that names may have had
      hidden = layOut(L, map);
    }
    note.hidden = !hidden;
    note.textContent = hiddenWords(hidden);
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(layOutAndSay);
  };
  map.on("moveend resize relabel", soon);
  map.on("layeradd layerremove", (/** @type {any} */ { layer }) => (layer.words || layer.half) && soon());
}
