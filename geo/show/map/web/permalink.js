// What one looks at, kept in the address after "#", so that a link shows the same.

/** What the address says: view, layers switched off, what is chosen, and the day; nothing in it is trusted. */
export function readLink(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const [zoom, lat, lon] = (words.get("map") ?? "").split("/").map(Number);
  const sound = Number.isFinite(zoom) && Math.abs(lat) <= 90 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 22;
  return {
    view: sound ? { at: [lat, lon], zoom } : null,
    off: new Set((words.get("off") ?? "").split(",").filter(Boolean)),
    chosen: words.get("id"),
    day: words.get("day"),
  };
}

/** Write it into the address without a step in the history. */
export function writeLink({ at, zoom, off, chosen, day }) {
  const words = new URLSearchParams({ map: `${zoom}/${at.lat.toFixed(6)}/${at.lng.toFixed(6)}` });
  if (off.length) words.set("off", off.join(","));
  if (chosen) words.set("id", chosen);
  if (day) words.set("day", day);
  try {
    history.replaceState(null, "", `#${words}`);
  } catch {
    // inside a notebook a page has no address of its own
  }
}
