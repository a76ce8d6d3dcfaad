// Cuts names where they differ least, so that what is left still tells one from the other.

import { short } from "./labels.js";

const SAMPLE = 2000;
const SHARED = 0.25;
const MOST_WORDS = 4;

/**
 * The first words that a quarter of some names share, the longest first: "Strike at ".
 * @param {string[]} names
 */
export function sharedStarts(names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) {
    for (const found of Array.from(name.matchAll(/\s+/gu)).slice(0, MOST_WORDS)) {
      const start = name.slice(0, found.index + found[0].length);
      counts.set(start, (counts.get(start) ?? 0) + 1);
    }
  }
  const shared = Array.from(counts.keys()).filter((start) => (counts.get(start) ?? 0) >= Math.max(3, names.length * SHARED));
  return shared.sort((one, other) => other.length - one.length);
}

/**
 * Not all names of a million, but names from everywhere in it.
 * @param {number} count
 * @param {(number: number) => string} label
 */
export function sampled(count, label) {
  const step = Math.max(1, Math.floor(count / SAMPLE));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => label(index * step));
}

/**
 * A name that fits on a map: whole, or without the first words that it shares with many, or of that without its middle.
 * @param {string} name
 * @param {string[]} starts as `sharedStarts` gives them
 * @param {number} [longest]
 */
export function distinctive(name, starts, longest = 24) {
  if (Array.from(name).length <= longest) return name;
  const start = starts.find((one) => name.startsWith(one) && name.length > one.length);
  return short(start ? name.slice(start.length) : name, longest);
}
