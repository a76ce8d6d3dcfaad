// Elements are made here and nowhere else, so that text can only become text, and reads in its own direction.

import { direction, isBalanced } from "./messages.js";

const SVG = "http://www.w3.org/2000/svg";
/** What steers a text or cannot be seen: the list of `escape.py`, except tabs and line feeds; a test compares the two. */
const UNSEEN = new RegExp(
  [
    "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f",
    "\\u3164\\ufeff\\uffa0\\ufdd0-\\ufdef\\ufff0-\\ufffb\\ufffe\\uffff\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}",
    "\\ud800-\\udfff\\ue000-\\uf8ff\\u{f0000}-\\u{10ffff}]",
    "|(?<![^\\0-\\x7f])[\\u200c\\u200d]|[\\u200c\\u200d](?![^\\0-\\x7f])",
  ].join(""),
  "gu",
);
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LEFT_TO_RIGHT = new RegExp(`(?!${RIGHT_TO_LEFT.source})\\p{L}`, "u");
const LEFT = `(?:(?!${RIGHT_TO_LEFT.source})[\\p{L}\\p{N}_])`;
const INSIDE = `(?:[^\\p{L}\\p{M}\\s]|(?!${RIGHT_TO_LEFT.source})[\\p{L}\\p{M}])`;
const WITH_DIGIT =
  `(?:(?<![\\p{L}\\p{N}_])[+\\-−])?(?<!${LEFT})(?=${INSIDE}{0,60}?\\p{Nd})(?:\\p{Nd}|${LEFT})` +
  `(?:${INSIDE}*(?:[\\p{Nd}°′″'"%]|${LEFT}))?`;
/**
 * Figures, dates and markings with all their signs: beside Arabic, 2021-03-04 would read 04-03-2021, 9M723 could read 7239M, and
 * latitude and longitude would change places.
 */
const FIGURE = new RegExp(`(${WITH_DIGIT}(?:[,;]?[ \\u00a0]${WITH_DIGIT})*)`, "u");
const ISOLATES = /[\u2068\u2069]/g;
const ISOLATED = /\u2068[^\u2068\u2069]*\u2069/g;
const STRONG = /[\p{L}]/u;
const LANGUAGE = /^[a-z]{2,8}(-[a-z\d]{1,8})*$/i;
/** Attributes that are read by people. */
const SPOKEN = new Set(["alt", "aria-label", "aria-valuetext", "placeholder", "title"]);

/**
 * A text in which what steers it or cannot be seen stands as what it is: [U+202E]; without the signs that `t` puts around values.
 * @param {string} text
 */
export function visible(text) {
  const bare = isBalanced(text) ? text.replace(ISOLATES, "") : text;
  return bare.replace(UNSEEN, (one) => `[U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

/**
 * A text as visible nodes: values that `t` put into it keep their own direction.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function parts(text) {
  const start = isBalanced(text) ? text.indexOf("\u2068") : -1;
  if (start < 0) return text ? [visible(text)] : [];
  let [end, depth] = [start, 0];
  do {
    depth += text[end] === "\u2068" ? 1 : text[end] === "\u2069" ? -1 : 0;
    end += 1;
  } while (depth);
  const value = document.createElement("bdi");
  value.append(...parts(text.slice(start + 1, end - 1)).flatMap(isolated));
  return [...parts(text.slice(0, start)), value, ...parts(text.slice(end))];
}

/**
 * @template {Element} E
 * @param {E} element
 * @param {Attributes} attributes
 * @param {Children} children
 * @returns {E}
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    const text = value === true ? "" : String(value);
    element.setAttribute(name, SPOKEN.has(name) ? visible(text) : text);
  }
  element.append(...directed(element, children));
  return element;
}

/**
 * Show something in an element, in place of what it shows.
 * @param {Element} element
 * @param {Children} children
 */
export function say(element, ...children) {
  element.replaceChildren(...directed(element, children));
}

/**
 * An element and the sign that follows it, which never begins a line.
 * @param {Element} element
 * @param {string} sign
 */
export function followed(element, sign) {
  return el("span", { class: "followed" }, element, sign.trim());
}

/**
 * What an element is to show, as visible text; text in a script that runs the other way turns an element of HTML.
 * @param {Element} element
 * @param {Children} children
 */
function directed(element, children) {
  const given = flat(children);
  const isPlain = element.namespaceURI === SVG || element.tagName === "OPTION";
  const nodes = given.flatMap((child) => (typeof child !== "string" ? child : isPlain ? visible(child) : parts(child)));
  const turns = direction() === "rtl" ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
  const texts = given.filter((node) => typeof node === "string");
  if (!texts.some((text) => turns.test(text)) || element.namespaceURI === SVG) return nodes;
  if (!element.getAttribute("dir")) element.setAttribute("dir", sideOf(texts.join(" ")));
  return isPlain ? nodes : nodes.flatMap(isolated);
}

/**
 * Which way a text runs: as its first letter outside of what is isolated does.
 * @param {string} text
 */
function sideOf(text) {
  if (!text.includes("\u2068")) return "auto";
  let [bare, before] = [text, ""];
  while (bare !== before) [bare, before] = [bare.replace(ISOLATED, ""), bare];
  const [first] = STRONG.exec(bare) ?? [""];
  return first ? (RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr") : direction();
}

/**
 * A text that may run in both directions, with its figures and dates kept in theirs.
 * @param {Node | string} node
 * @returns {(Node | string)[]}
 */
function isolated(node) {
  if (typeof node !== "string" || !RIGHT_TO_LEFT.test(node)) return [node];
  return node.split(FIGURE).map((part, index) => (index % 2 ? fromLeft(part) : part));
}

/**
 * A figure, which is not searched for figures again: 1٬000 has a sign from the right in it.
 * @param {string} figure
 */
function fromLeft(figure) {
  const value = document.createElement("bdi");
  value.setAttribute("dir", "ltr");
  value.append(figure);
  return value;
}

/**
 * Words in the language of their source, as its tag says: en, az.
 * @param {string} text
 * @param {string | null | undefined} language
 */
export function foreign(text, language) {
  return el("bdi", { lang: languageTag(language) }, text);
}

/**
 * The language of a source for an element's `lang`, if it is the tag of a language.
 * @param {string | null | undefined} language
 */
export function languageTag(language) {
  return language && LANGUAGE.test(language) ? language : null;
}

/**
 * @param {Children} children
 * @returns {(Node | string)[]}
 */
function flat(children) {
  return children.flatMap((child) => (Array.isArray(child) ? flat(child) : (child ?? [])));
}

/**
 * An HTML element; children are elements or strings, and strings stay text.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {Children} children
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {Children} children
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * A link, if the address is one of the web's; otherwise its text.
 * @param {string | null | undefined} address
 * @param {Node | string} text
 */
export function link(address, text) {
  if (!address || !/^https?:\/\//i.test(address)) return el("span", {}, text);
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text);
}

/**
 * The page's own element with an id.
 * @param {string} id
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page lacks its element "${id}"`);
  return found;
}
