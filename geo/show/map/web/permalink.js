// The reader's state in the address after "#", so that a link shows the same.

import { firstDay, isoDay } from "./filter.js";
import { written } from "./meridian.js";

/**
 * What the address says of the state; nothing in it is trusted.
 * @param {string} hash
 * @returns {Partial<ReaderState>}
 */
export function readLink(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const [zoom, lat, lon] = (words.get("map") ?? "").split("/").map(Number);
  const isSound = Number.isFinite(zoom) && Math.abs(lat) <= 90 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 22;
  const until = firstDay(words.get("day"));
  return {
    view: isSound ? { at: [lat, lon], zoom } : null,
    hiddenLayers: new Set((words.get("off") ?? "").split(",").filter(Boolean)),
    chosen: words.get("id"),
    ...(until === null ? {} : { until }),
    ...(words.has("base") ? { basemap: words.get("base"), linksBasemap: true } : {}),
  };
}

/**
 * The part of an address that shows a state; `last` is the day on which the record ends.
 * @param {ReaderState} state
 * @param {number | null} last
 */
export function linkOf({ view, hiddenLayers, chosen, until, basemap, linksBasemap }, last) {
  const words = new URLSearchParams();
  if (view) words.set("map", `${view.zoom}/${view.at[0].toFixed(6)}/${written(view.at[1]).toFixed(6)}`);
  if (hiddenLayers.size) words.set("off", [...hiddenLayers].join(","));
  if (chosen) words.set("id", chosen);
  if (until !== null && until !== last) words.set("day", isoDay(until));
  if (linksBasemap) words.set("base", basemap ?? "none");
  return `#${words}`;
}

/**
 * Write it into the address without a step in the history.
 * @param {string} link
 */
export function writeLink(link) {
  try {
    history.replaceState(null, "", link);
  } catch {
    // inside a notebook a page has no address of its own
  }
}
