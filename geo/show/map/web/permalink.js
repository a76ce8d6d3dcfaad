// The reader's state in the address after "#", so that a link shows the same: only what differs from the start.

import { firstDay, isoDay } from "./filter.js";
import { written } from "./meridian.js";
import { START } from "./state.js";

const VERDICTS = ["contradicted", "compatible", "agrees", "untestable"];

/**
 * What the address says of the state, the start for all that it does not say; nothing in it is trusted.
 * @param {string} hash
 * @param {string[]} layers names of all layers
 * @returns {ReaderState}
 */
export function readLink(hash, layers) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const list = (/** @type {string} */ name) => (words.get(name) ?? "").split(",");
  const [zoom, lat, lon] = (words.get("map") ?? "").split("/").map((text) => (text.trim() ? Number(text) : Number.NaN));
  const isSound = Number.isFinite(zoom) && Math.abs(lat) <= 90 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 22;
  const [off, on] = [list("off"), list("on")];
  const base = words.get("base");
  return {
    ...START,
    view: isSound ? { at: [lat, lon], zoom } : null,
    hiddenLayers: new Set(layers.filter((name) => (START.hiddenLayers.has(name) ? !on.includes(name) : off.includes(name)))),
    hiddenVerdicts: new Set(VERDICTS.filter((verdict) => list("without").includes(verdict))),
    chosen: words.get("id"),
    text: words.get("text") ?? "",
    until: firstDay(words.get("day")),
    language: words.get("lang"),
    ...(base === null ? {} : { basemap: base === "none" ? null : base, linksBasemap: true }),
  };
}

/**
 * The part of an address that shows a state; `last` is the day on which the record ends.
 * @param {ReaderState} state
 * @param {number | null} last
 */
export function linkOf({ view, hiddenLayers, hiddenVerdicts, chosen, until, text, basemap, linksBasemap, language }, last) {
  const words = new URLSearchParams();
  const off = [...hiddenLayers].filter((name) => !START.hiddenLayers.has(name));
  const on = [...START.hiddenLayers].filter((name) => !hiddenLayers.has(name));
  if (view) words.set("map", `${view.zoom}/${view.at[0].toFixed(6)}/${written(view.at[1]).toFixed(6)}`);
  if (off.length) words.set("off", off.join(","));
  if (on.length) words.set("on", on.join(","));
  if (hiddenVerdicts.size) words.set("without", [...hiddenVerdicts].join(","));
  if (text) words.set("text", text);
  if (until !== null && until !== last) words.set("day", isoDay(until));
  if (chosen) words.set("id", chosen);
  if (linksBasemap) words.set("base", basemap ?? "none");
  if (language) words.set("lang", language);
  return `#${words}`;
}

/**
 * Write it into the address without a step in the history; where it stands there already, nothing: a write takes milliseconds.
 * @param {string} link
 */
export function writeLink(link) {
  if (link === (location.hash || "#")) return;
  try {
    history.replaceState(null, "", link === "#" ? location.pathname + location.search : link);
  } catch {
    // inside a notebook a page has no address of its own
  }
}
