// Puts an assessment on the map that Folium made, and ties map and panel together.

import { el } from "./dom.js";
import { circle, line } from "./geodesic.js";
import { addGraticule } from "./graticule.js";
import { fillPanel, markRow } from "./panel.js";
import { describe } from "./popup.js";
import { symbol } from "./symbols.js";
import { KINDS, metres } from "./words.js";

const SIZES = { fragment_site: 24, strike_report: 34, place: 22 };
const LAYERS = {
  fragment_site: "Fragment sites",
  strike_report: "Strike reports",
  place: "Places",
  zone: "Reported lethal radius",
  line: "Measured lines",
  uncertainty: "Uncertainty",
};

/** Draw `data` on the Leaflet map and fill the panel. */
export function show(L, map, data, panel) {
  const sources = new Map(data.sources.map((source) => [source.id, source]));
  const groups = Object.fromEntries(Object.keys(LAYERS).map((name) => [name, L.featureGroup().addTo(map)]));
  const targets = new Map();

  function choose(id) {
    markRow(panel, id);
    const target = targets.get(id);
    if (!target) return;
    if (target.bounds) map.fitBounds(target.bounds, { padding: [60, 60], maxZoom: 17 });
    else if (!map.getBounds().contains(target.at)) map.panTo(target.at);
    target.layer.openPopup(target.at);
  }

  function open(layer, id, content) {
    layer.bindPopup(content, { maxWidth: 360, minWidth: 240, autoPanPadding: [24, 24] });
    layer.on("click", () => markRow(panel, id));
  }

  map.attributionControl.setPrefix("Leaflet");
  map.createPane("zones").style.zIndex = 380;
  addGraticule(L, map);

  for (const record of data.records.filter((one) => one.at)) {
    const spread = { pane: "zones", className: `uncertainty ${record.kind}`, weight: 1, interactive: false };
    groups.uncertainty.addLayer(L.polygon(circle(record.at, record.uncertainty_m || 0.001), spread));
    const size = SIZES[record.kind];
    const icon = L.divIcon({ className: "marker", html: symbol(record.kind, size), iconSize: [size, size] });
    const name = `${KINDS[record.kind][0]}: ${record.label}`;
    const marker = L.marker(record.at, { icon, alt: name, title: name, zIndexOffset: record.kind === "fragment_site" ? 500 : 0 });
    open(marker, record.id, () => describe(record, sources));
    if (record.kind === "place") {
      marker.bindTooltip(el("span", {}, record.label), { permanent: true, direction: "bottom", className: "name", offset: [0, 8] });
    }
    groups[record.kind].addLayer(marker);
    targets.set(record.id, { layer: marker, at: record.at });
  }

  for (const zone of data.zones) {
    for (const [edge, radius] of [["certain", zone.certain_m], ["nominal", zone.radius_m], ["possible", zone.possible_m]]) {
      if (radius <= 0) continue;
      const shape = L.polygon(circle(zone.at, radius), { pane: "zones", className: `zone ${edge}`, weight: 1 });
      const what = `${metres(radius)}, ${edge === "nominal" ? "as reported" : `${edge}ly inside`.replace("possiblely", "possibly")}`;
      const text = [`Reported lethal radius: ${what}.`, zone.basis ? `${zone.basis}.` : "No basis is given.", zone.warning];
      open(shape, zone.strike, el("div", { class: "described" }, text.map((one) => el("p", {}, one))));
      groups.zone.addLayer(shape);
    }
    const label = el("span", {}, `${metres(zone.radius_m)} reported lethal radius`, el("br"), "not a safe distance");
    const top = circle(zone.at, zone.radius_m, 4)[0];
    const icon = L.divIcon({ className: "zone-label", html: label, iconSize: [0, 0] });
    groups.zone.addLayer(L.marker(top, { icon, interactive: false, keyboard: false }));
  }

  for (const finding of data.findings.filter((one) => one.from)) {
    const path = L.polyline(line(finding.from, finding.to), { className: `measured ${finding.verdict}`, weight: 2 });
    open(path, finding.claim, el("div", { class: "described" }, el("p", { class: "verdict" }, finding.verdict), el("p", {}, finding.explanation)));
    if (finding.kind === "distance_claim") {
      const figures = [`${metres(finding.measured.distance_m)} measured`, `${metres(finding.claimed.distance_m)} claimed`];
      const label = el("span", {}, figures[0], el("br"), figures[1], el("br"), el("b", {}, finding.verdict));
      path.bindTooltip(label, { permanent: true, direction: "top", className: `figure ${finding.verdict}`, offset: [0, -6] });
    }
    groups.line.addLayer(path);
    targets.set(finding.claim, { layer: path, at: path.getBounds().getCenter(), bounds: path.getBounds() });
  }

  fillPanel(panel, data, sources, choose);
  addLegend(L, map, groups);
  L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  map.on("zoomend", () => map.getContainer().classList.toggle("far", map.getZoom() < 14));
  map.fire("zoomend");
}

/** The legend is the layer control: each row names a symbol and switches it. */
function addLegend(L, map, groups) {
  const legend = L.control({ position: "topright" });
  legend.onAdd = () => {
    const rows = Object.entries(LAYERS).map(([name, text]) => {
      const box = el("input", { type: "checkbox", checked: true });
      box.addEventListener("change", () => (box.checked ? map.addLayer(groups[name]) : map.removeLayer(groups[name])));
      const mark = KINDS[name] ? symbol(name, 18) : el("span", { class: `swatch ${name}` });
      return el("label", {}, box, mark, el("span", {}, text));
    });
    const wide = map.getSize().x > 560;
    const box = el("details", { class: "legend", open: wide }, el("summary", {}, "Legend"), rows);
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  legend.addTo(map);
}

/** The button in the header hides the panel and brings it back. */
export function addFold(button, panel, map) {
  button.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    button.textContent = panel.hidden ? "Show the panel" : "Hide the panel";
    map.invalidateSize();
  });
}
