// What lies underneath: tiles from a host where there is a network, tiles in the page, or nothing but the graticule.

import { el } from "./dom.js";
import { later, t } from "./messages.js";

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
  return L.tileLayer(base.url, { maxNativeZoom: base.max_zoom, maxZoom: 22, attribution, referrerPolicy: "strict-origin" });
}

/**
 * A text as the markup that shows it, since Leaflet takes markup for an attribution.
 * @param {string} text
 */
function asMarkup(text) {
  return el("span", {}, text).innerHTML;
}

/**
 * The fieldset that chooses among base maps; the first is taken at the start, if it can be had.
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {BaseMap[]} maps
 */
export function baseMaps(L, map, maps) {
  const offered = maps.filter((one) => !one.needs_referrer || location.protocol.startsWith("http"));
  if (!offered.length) return null;
  map.setMinZoom(0); // else tiles for closer views alone would keep the reader from zooming out
  const note = el("p", { class: "note", role: "status" });
  /** @type {HTMLInputElement[]} */
  const choices = [];
  /** @type {L.GridLayer | null} */
  let layer = null;
  /** @type {BaseMap | null} */
  let inPage = null;

  function sayWhetherSeen() {
    if (!inPage) return;
    const isSeen = Math.round(map.getZoom()) >= (inPage.min_zoom ?? 0) - ZOOMS_BELOW;
    const text = [isSeen ? null : t(CLOSER), inPage.note].filter(Boolean).join(" ");
    if (note.textContent !== text) note.textContent = text;
  }

  /** @param {number} index */
  function choose(index) {
    layer?.remove();
    layer = inPage = null;
    /** @type {BaseMap | undefined} */
    const wanted = offered[index];
    choices.forEach((choice, position) => {
      choice.checked = position === index + 1;
    });
    note.textContent = "";
    map.getContainer().classList.toggle("tiled", Boolean(wanted));
    if (!wanted) return;
    const { url } = wanted;
    if (url === undefined) {
      inPage = wanted;
      layer = embedded(L, wanted).addTo(map);
      sayWhetherSeen();
      return;
    }
    if (!navigator.onLine) {
      choose(-1);
      note.textContent = t("There is no network now.");
      return;
    }
    note.textContent = t("{host} learns where you look.", { host: wanted.host ?? "" });
    let [loaded, failed] = [0, 0];
    layer = online(L, { ...wanted, url });
    layer.on("tileload", () => {
      loaded += 1;
    });
    layer.on("tileerror", () => {
      failed += 1;
      if (loaded === 0 && failed === FAILURES) {
        choose(-1);
        note.textContent = t("{host} could not be reached.", { host: wanted.host ?? "" });
      }
    });
    layer.addTo(map);
  }

  map.on("zoomend", sayWhetherSeen);
  const rows = [null, ...offered].map((one, position) => {
    const box = el("input", { type: "radio", name: "basemap" });
    box.addEventListener("change", () => choose(position - 1));
    choices.push(box);
    return el("label", {}, box, el("span", {}, one ? t(one.name) : t("Graticule alone")));
  });
  choose(offered[0].tiles || navigator.onLine ? 0 : -1);
  return el("fieldset", {}, el("legend", {}, t("Base map")), rows, note);
}
