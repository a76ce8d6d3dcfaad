// What lies underneath: nothing but the graticule, tiles in the page, or tiles of a host, which is asked when the reader chooses it.

import { el, say } from "./dom.js";
import { later, sentence, t } from "./messages.js";

const FAILURES = 3;
/** Zooms below the smallest embedded one at which its tiles are still drawn; each takes four times as many tiles. */
const ZOOMS_BELOW = 2;
const CLOSER = later("The tiles in this page are for closer views: zoom in to see them.");

/**
 * @param {Leaflet} L
 * @param {BaseMap} base
 */
function embedded(L, base) {
  const { tiles = {}, min_zoom: smallest = 0 } = base;
  const Layer = /** @type {GridLayerClass} */ (
    L.GridLayer.extend({
      /** @param {L.Coords} coords */
      createTile(coords) {
        const tile = el("img", { alt: "" });
        const picture = tiles[`${coords.z}/${coords.x}/${coords.y}`];
        if (picture) tile.src = picture;
        return tile;
      },
    })
  );
  const zooms = { minNativeZoom: smallest, maxNativeZoom: base.max_zoom, minZoom: Math.max(0, smallest - ZOOMS_BELOW), maxZoom: 22 };
  return new Layer({ ...zooms, attribution: asMarkup(base.attribution) });
}

/**
 * @param {Leaflet} L
 * @param {BaseMap & { url: string }} base
 */
function online(L, base) {
  const attribution = asMarkup(base.attribution);
  /** Tiles that are not asked for before the host has answered once. @type {Map<HTMLImageElement, string>} */
  const waiting = new Map();
  /** Those that are. @type {Set<HTMLImageElement>} */
  const asked = new Set();
  let isReached = false;
  /** @type {any} */
  const plain = L.TileLayer.prototype; // whose way to make tiles the types keep to themselves
  const Layer = /** @type {new (url: string, options: L.TileLayerOptions) => L.TileLayer} */ (
    L.TileLayer.extend({
      /**
       * @param {L.Coords} coords
       * @param {L.DoneCallback} done
       */
      createTile(coords, done) {
        const tile = /** @type {HTMLImageElement} */ (plain.createTile.call(this, coords, done));
        if (isReached) return tile;
        if (asked.size < FAILURES) {
          asked.add(tile);
          return tile;
        }
        waiting.set(tile, tile.src);
        tile.removeAttribute("src"); // before the browser asks for it, which it does after this
        return tile;
      },
    })
  );
  const layer = new Layer(base.url, { maxNativeZoom: base.max_zoom, maxZoom: 22, attribution, referrerPolicy: "strict-origin" });
  layer.on("tileunload tileabort", (/** @type {any} */ { tile }) => {
    waiting.delete(tile);
    if (!asked.delete(tile) || isReached) return;
    const [next] = waiting; // what left the view gives its turn to another
    if (!next) return;
    waiting.delete(next[0]);
    asked.add(next[0]);
    next[0].src = next[1];
  });
  layer.once("tileload", () => {
    isReached = true;
    for (const [tile, url] of waiting) tile.src = url;
    waiting.clear();
  });
  return layer;
}

/**
 * A text as the markup that shows it, since Leaflet takes markup for an attribution.
 * @param {string} text
 */
function asMarkup(text) {
  return el("span", {}, text).innerHTML;
}

/** @param {BaseMap} base */
function isRefused({ needs_referrer: needsReferrer }) {
  return Boolean(needsReferrer) && !location.protocol.startsWith("http");
}

/** @param {BaseMap} base */
function refusal(base) {
  return t("{host} refuses pages opened from a disk, which send no referrer: there is no map of it here.", { host: base.host ?? "" });
}

/**
 * The base map that a page starts with: one that is in the page. No host is asked before the reader chooses it.
 * @param {BaseMap[]} maps
 */
export function firstBaseMap(maps) {
  return maps.find((base) => !base.host)?.key ?? null;
}

/**
 * The fieldset that chooses among base maps, and shows the one that the state has.
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {BaseMap[]} maps
 * @param {import("./state.js").State} state
 */
export function baseMaps(L, map, maps, state) {
  map.setMinZoom(0); // else tiles for closer views alone would keep the reader from zooming out
  const note = el("p", { class: "note", role: "status" });
  /** @type {L.GridLayer | null} */
  let layer = null;
  /** @type {BaseMap | null} */
  let shown = null;

  function sayWhetherSeen() {
    if (!shown || shown.host) return;
    const isSeen = Math.round(map.getZoom()) >= (shown.min_zoom ?? 0) - ZOOMS_BELOW;
    const text = [isSeen ? null : t(CLOSER), shown.note && sentence(shown.note)].filter(Boolean).join(" ");
    if (note.textContent !== text) say(note, text);
  }

  /**
   * @param {string} why
   * @param {BaseMap} [again] the one that can be tried again
   */
  function giveUp(why, again) {
    state.set({ basemap: null });
    const button = again && el("button", { type: "button" }, t("Try again"));
    button?.addEventListener("click", () => state.set({ basemap: again?.key ?? null }));
    say(note, why, " ", button);
  }

  /** @param {BaseMap & { url: string }} base */
  function ask(base) {
    let [loaded, failed] = [0, 0];
    const asked = online(L, base);
    asked.on("tileload", () => {
      loaded += 1;
    });
    asked.on("tileerror", () => {
      failed += 1;
      if (loaded === 0 && failed === FAILURES) giveUp(t("{host} could not be reached.", { host: base.host ?? "" }), base);
    });
    return asked;
  }

  function show() {
    const key = state.get().basemap;
    const wanted = maps.find((base) => base.key === key) ?? null;
    for (const { box, base } of rows) box.checked = base === wanted;
    if (wanted === shown) return;
    layer?.remove();
    layer = null;
    shown = wanted;
    note.textContent = "";
    map.getContainer().classList.toggle("tiled", Boolean(wanted));
    if (!wanted) return;
    const { url } = wanted;
    if (url === undefined) layer = embedded(L, wanted);
    else if (isRefused(wanted)) giveUp(refusal(wanted));
    else if (navigator.onLine) layer = ask({ ...wanted, url });
    else giveUp(t("There is no network now."), wanted);
    layer?.addTo(map);
    sayWhetherSeen();
  }

  const offered = maps.filter((base) => maps.length === 1 || !isRefused(base)); // the one that was asked for says why it is not there
  const rows = [null, ...offered].map((base) => {
    const box = el("input", { type: "radio", name: "basemap", disabled: base !== null && isRefused(base) });
    box.addEventListener("change", () => state.set({ basemap: base?.key ?? null }));
    const words = base?.host ? (isRefused(base) ? refusal(base) : base.host) : null;
    const name = el("span", {}, base ? t(base.name) : t("Graticule alone"), words ? el("small", {}, words) : null);
    return { base, box, label: el("label", {}, box, name) };
  });
  const keep = el("input", { type: "checkbox" });
  keep.addEventListener("change", () => state.set({ linksBasemap: keep.checked }));
  const isAsked = offered.some((base) => base.host && !isRefused(base));
  const warning = isAsked ? el("p", { class: "note" }, t("A host that you choose learns where you look.")) : null;
  const kept = el("label", {}, keep, el("span", {}, t("Keep in the link"), el("small", {}, t("whoever opens it asks the same host"))));
  const showKept = () => {
    keep.checked = state.get().linksBasemap;
  };
  state.subscribe(["basemap"], show);
  state.subscribe(["linksBasemap"], showKept);
  map.on("zoomend", sayWhetherSeen);
  show();
  showKept();
  const labels = rows.map(({ label }) => label);
  return el("fieldset", { class: "basemaps" }, el("legend", {}, t("Base map")), labels, warning, isAsked ? kept : null, note);
}
