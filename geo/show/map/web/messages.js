// The page's own words in the reader's language; the data's words stay as they are.

import { numberWriter, pluralCategory, rowOf } from "./habits.js";

/** @typedef {string | Record<string, string>} Message a text, or its plural forms by category */

const ENGLISH = "en";
const CONTEXT_END = "\u0004";
const RIGHT_TO_LEFT = new Set(["ar"]);
const ISOLATES = /[\u2066-\u2069]/g;
/** What keeps a value's own direction, around the value. */
const [OPEN, CLOSE] = ["\u2068", "\u2069"];

let current = ENGLISH;
/** @type {Map<string, Message>} */
let messages = new Map();
/** English texts that were asked for and that the language lacks. @type {Set<string>} */
const lacking = new Set();
/** What writes numbers, by its options. @type {Map<string, (value: number) => string>} */
const writers = new Map();

/**
 * Speak a language from now on. `tables` holds English texts under "keys", and the texts of each language in their order.
 * @param {string} language
 * @param {Record<string, any[]>} tables
 */
export function speak(language, tables) {
  const texts = Object.hasOwn(tables, language) && language !== "keys" ? tables[language] : [];
  current = texts.length ? language : ENGLISH;
  messages = new Map(tables.keys?.flatMap((key, index) => (texts[index] == null ? [] : [[key, texts[index]]])));
  lacking.clear();
  writers.clear();
}

/** The language that is spoken, as a tag. */
export function spoken() {
  return current;
}

/** Which way the text of the language runs. */
export function direction() {
  return RIGHT_TO_LEFT.has(current) ? "rtl" : "ltr";
}

/** Whether the page speaks English, in which the sentences from the record's judge are written. */
export function isEnglish() {
  return current === ENGLISH;
}

/** The English texts that had to stand for ones that the language lacks. */
export function missing() {
  return [...lacking];
}

/**
 * A text that is translated where it is used; marked here, so that the message files have it.
 * @template {string} T
 * @param {T} text
 * @returns {T}
 */
export function later(text) {
  return text;
}

/**
 * A text of the page in the reader's language, with values in the places of their names: t("{low} to {high}", { low, high }).
 * @param {string} text
 * @param {Record<string, string | number>} [values]
 */
export function t(text, values) {
  return filled(single(text, text), values);
}

/**
 * A text that means something else elsewhere: "found" of a thing, not of a person.
 * @param {string} context
 * @param {string} text
 * @param {Record<string, string | number>} [values]
 */
export function tc(context, text, values) {
  return filled(single(`${context}${CONTEXT_END}${text}`, text), values);
}

/**
 * A text that counts; its first value is "count": plural(3, "{count} record", "{count} records").
 * @param {number} count
 * @param {string} one
 * @param {string} many
 * @param {Record<string, string | number>} [values]
 */
export function plural(count, one, many, values) {
  const found = messages.get(one);
  const english = count === 1 ? one : many;
  const forms = found === undefined || typeof found === "string" ? null : found;
  const form = forms?.[pluralCategory(current, count)] ?? forms?.other;
  if (form === undefined && !isEnglish()) lacking.add(one);
  return filled(form ?? english, { count: formatted(count, { maximumFractionDigits: 0 }), ...values });
}

/**
 * A sentence that comes with the data, and counts or does not.
 * @param {PageSentence} sentence
 */
export function sentence({ one, many, count, values }) {
  return count === null ? t(one, values) : plural(count, one, many, values);
}

/**
 * Names in a row: "a, b and c".
 * @param {string[]} names
 */
export function row(names) {
  return rowOf(current, names.map(isolated));
}

/** What stands between parts of a row that are not all text. */
export function comma() {
  return tc("between names", ", ");
}

/**
 * A number as the language writes it, with grouped thousands.
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 */
export function formatted(value, options) {
  const key = JSON.stringify(options);
  const write = writers.get(key) ?? numberWriter(current, options);
  writers.set(key, write);
  return write(value);
}

/**
 * @param {string} key
 * @param {string} english
 */
function single(key, english) {
  const found = messages.get(key);
  if (typeof found === "string") return found;
  if (!isEnglish()) lacking.add(english);
  return english;
}

/**
 * @param {string} text
 * @param {Record<string, string | number> | undefined} values
 */
function filled(text, values) {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? isolated(String(values[name])) : whole));
}

/**
 * A value that keeps its own direction in a sentence of another: where the sentence runs to the left, or the value may.
 * @param {string} value
 */
function isolated(value) {
  const plain = isBalanced(value) ? value : value.replace(ISOLATES, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase()}]`);
  const mayTurn = direction() === "rtl" || /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(plain);
  return mayTurn ? `${OPEN}${plain}${CLOSE}` : plain;
}

/**
 * Whether all isolations in a text are of the kind that we write, and begin and end in it: then it can be a part of another.
 * @param {string} text
 */
export function isBalanced(text) {
  let depth = 0;
  for (const [sign] of text.matchAll(ISOLATES)) {
    depth += sign === CLOSE ? -1 : 1;
    if (depth < 0 || (sign !== OPEN && sign !== CLOSE)) return false;
  }
  return depth === 0;
}
