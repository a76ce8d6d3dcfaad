// What lies underneath: tiles from a host where there is a network, tiles in the page, or nothing but the graticule.

import { el } from "./dom.js";

const FAILURES = 3;

function embedded(L, map) {
  const Layer = L.GridLayer.extend({
    createTile(coords) {
      const tile = document.createElement("img");
      tile.alt = "";
      const picture = map.tiles[`${coords.z}/${coords.x}/${coords.y}`];
      if (picture) tile.src = picture;
      return tile;
    },
  });
  const attribution = el("span", {}, map.attribution).innerHTML; // as text: Leaflet takes markup here
  return new Layer({ minNativeZoom: map.min_zoom, maxNativeZoom: map.max_zoom, maxZoom: 22, attribution });
}

function online(L, map) {
  const attribution = el("span", {}, map.attribution).innerHTML;
  return L.tileLayer(map.url, { maxNativeZoom: map.max_zoom, maxZoom: 22, attribution, referrerPolicy: "strict-origin" });
}

/** The fieldset that chooses among `maps`; the first is taken at the start, if it can be had. */
export function baseMaps(L, map, maps) {
  const offered = maps.filter((one) => !one.needs_referrer || location.protocol.startsWith("http"));
  if (!offered.length) return null;
  const note = el("p", { class: "note", role: "status" });
  const choices = [];
  let layer = null;

  function choose(index) {
    layer?.remove();
    layer = null;
    const wanted = offered[index];
    choices.forEach((choice, position) => {
      choice.checked = position === index + 1;
    });
    note.textContent = "";
    map.getContainer().classList.toggle("tiled", Boolean(wanted));
    if (!wanted) return;
    if (wanted.tiles) {
      note.textContent = wanted.note ?? "";
      layer = embedded(L, wanted).addTo(map);
      return;
    }
    if (!navigator.onLine) {
      choose(-1);
      note.textContent = "There is no network now.";
      return;
    }
    note.textContent = `${wanted.host} learns where you look.`;
    let [loaded, failed] = [0, 0];
    layer = online(L, wanted);
    layer.on("tileload", () => {
      loaded += 1;
    });
    layer.on("tileerror", () => {
      failed += 1;
      if (loaded === 0 && failed === FAILURES) {
        choose(-1);
        note.textContent = `${wanted.host} could not be reached.`;
      }
    });
    layer.addTo(map);
  }

  const rows = [null, ...offered].map((one, position) => {
    const box = el("input", { type: "radio", name: "basemap" });
    box.addEventListener("change", () => choose(position - 1));
    choices.push(box);
    return el("label", {}, box, el("span", {}, one ? one.name : "Graticule alone"));
  });
  choose(offered[0].tiles || navigator.onLine ? 0 : -1);
  return el("fieldset", {}, el("legend", {}, "Base map"), rows, note);
}
