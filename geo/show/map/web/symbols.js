// One shape and one colour for each kind, so that neither alone has to tell them apart.

import { el, svg } from "./dom.js";
import { number } from "./words.js";

/** @type {Record<Kind, () => SVGElement>} */
const SHAPES = {
  fragment_site: () => svg("path", { d: "M12 5.5 18.5 12 12 18.5 5.5 12Z" }),
  strike_report: () =>
    svg("path", {
      d: "M12 1.5l1.9 5.9 5.5-2.8-2.8 5.5 5.9 1.9-5.9 1.9 2.8 5.5-5.5-2.8-1.9 5.9-1.9-5.9-5.5 2.8 2.8-5.5L1.5 12l5.9-1.9-2.8-5.5 5.5 2.8Z",
    }),
  place: () => svg("rect", { x: 8, y: 8, width: 8, height: 8 }),
  zone: () => svg("path", { d: "M8.5 6h7l3.5 6-3.5 6h-7L5 12Z" }),
  photo: () => svg("path", { d: "M4.5 8h4l1.2-2.4h4.6L15.5 8h4v10.5h-15ZM12 10a3 3 0 1 0 .01 0Z", "fill-rule": "evenodd" }),
};

/**
 * Whether a word is the name of a kind that has a symbol.
 * @param {string} name
 * @returns {name is Kind}
 */
export function isKind(name) {
  return Object.hasOwn(SHAPES, name);
}

/** @type {Map<string, SVGSVGElement>} */
const drawnBefore = new Map(); // a copy is made sooner than the whole again

/**
 * The symbol of a kind as an SVG element of the given size in pixels.
 * @param {Kind} kind
 * @param {number} size
 */
export function symbol(kind, size) {
  const key = `${kind} ${size}`;
  let drawn = drawnBefore.get(key);
  if (!drawn) {
    drawn = draw(kind, size);
    drawnBefore.set(key, drawn);
  }
  return /** @type {SVGSVGElement} */ (drawn.cloneNode(true));
}

/**
 * @param {Kind} kind
 * @param {number} size
 */
function draw(kind, size) {
  return svg("svg", { viewBox: "0 0 24 24", width: size, height: size, class: `symbol ${kind}`, "aria-hidden": "true" }, SHAPES[kind]());
}

/**
 * The symbol of several records: a row for each kind, with its count. What it is called says the same to a screen reader.
 * @param {Kind[]} kinds
 * @param {number[]} counts
 */
export function countedSymbol(kinds, counts) {
  const rows = counts.map((count, kind) => count && el("span", {}, symbol(kinds[kind], 13), el("b", {}, number(count))));
  return el("span", { class: "counts", "aria-hidden": "true" }, ...rows.filter((row) => row !== 0));
}
