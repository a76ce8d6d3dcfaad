// Puts an assessment on the map that Folium made, and ties map, panel and address together.

import { baseMaps } from "./basemap.js";
import { canvasLayer, Grid } from "./canvas.js";
import { controls } from "./controls.js";
import { all, load, Records } from "./data.js";
import { el } from "./dom.js";
import { Filter, firstDay, isoDay } from "./filter.js";
import { circle } from "./geodesic.js";
import { addGraticule } from "./graticule.js";
import { keepLabels } from "./labels.js";
import { drawFinding, drawLocus, drawRanges, drawRecord } from "./markers.js";
import { claimItem, findingItem, listSection, markRow, methodSection, recordItem, sourceItem } from "./panel.js";
import { readLink, writeLink } from "./permalink.js";
import { describe } from "./popup.js";
import { symbol } from "./symbols.js";
import { timelineSection } from "./timeline.js";
import { addTools } from "./tools.js";
import { farNote, viewOf } from "./view.js";
import { counted, KINDS } from "./words.js";

const LAYERS = {
  fragment_site: "Fragment sites",
  strike_report: "Strike reports",
  place: "Places",
  zone: "Reported lethal radius",
  range: "Reported range",
  line: "Measured lines",
  ring: "Where a claim would hold",
  locus: "Where all claims would hold",
  uncertainty: "Uncertainty",
};
const DETAILED = 2000;
const DETAILED_IN_VIEW = 300;

/** Read the page's data and show it. */
export async function start(L, map) {
  L.Polygon.mergeOptions({ smoothFactor: 0.2 }); // else circles are drawn with corners that can be seen
  const data = await load(document.getElementById("data"));
  const panel = document.getElementById("panel");
  const linked = readLink(location.hash);
  const records = new Records(data.records);
  const findings = all(data.findings);
  const sources = new Map(all(data.sources).map((source) => [source.id, source]));
  const filter = new Filter(records, findings, sources.values());
  const rivals = new Map();
  for (const finding of findings.filter((one) => one.kind === "attribute_claim")) {
    const claim = { ...finding, value: finding.claimed.value };
    for (const id of finding.about) rivals.set(id, [...(rivals.get(id) ?? []), claim]);
  }
  const contradicted = findings.filter((finding) => finding.verdict === "contradicted");
  const disputed = new Set(contradicted.flatMap((finding) => [finding.from, finding.to]));
  const { further, ranges, warning } = data;
  const context = { sources, rivals, further, warning, ranges, rangeWarning: data.range_warning, choose };
  const groups = Object.fromEntries(Object.keys(LAYERS).map((name) => [name, L.featureGroup()]));
  const off = new Set([...linked.off].filter((name) => name in LAYERS));
  const many = records.count > DETAILED;
  let chosen = null;
  let points = null;
  let drawn = new Set();
  let passing = [];

  map.attributionControl.setPrefix("Leaflet");
  map.createPane("zones").style.zIndex = 380;
  keepLabels(L, map);
  addGraticule(L, map);
  if (data.context) drawContext(L, map, data.context);
  const grid = new Grid(records.lat, records.lon, (lat, lon) => {
    const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(Number.isNaN(lat) ? 0 : lat, Number.isNaN(lon) ? 0 : lon), 0);
    return Number.isNaN(lat) ? [Number.NaN, Number.NaN] : [point.x / 256, point.y / 256];
  });

  // --- what is shown -------------------------------------------------------------------------------------------------

  const sections = {
    findings: listSection("Findings", (finding) => findingItem(finding, context)),
    together: listSection("Claims together", (sentence) => el("li", {}, sentence)),
    ...Object.fromEntries(
      records.kinds.map((kind) => [kind, listSection(KINDS[kind][1], (number) => recordItem(records.get(number), context))]),
    ),
    claims: listSection("Claims as they were made", (claim) => claimItem(claim, context)),
    sources: listSection("Sources", sourceItem),
  };

  function inView() {
    const bounds = map.getBounds().pad(0.1);
    const [north, south] = [bounds.getNorth(), bounds.getSouth()].map((lat) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, 0), 0).y / 256);
    const [west, east] = [bounds.getWest(), bounds.getEast()].map((lon) => (lon + 180) / 360);
    const found = [];
    grid.within(west, north, east, south, (number) => {
      if (filter.shown[number]) found.push(number);
      return found.length <= DETAILED_IN_VIEW;
    });
    return found.length <= DETAILED_IN_VIEW ? found : [];
  }

  function drawDetails() {
    const wanted = many ? inView() : Array.from(filter.shown.keys()).filter((number) => filter.shown[number] && records.isPlaced(number));
    if (wanted.length === drawn.size && wanted.every((number) => drawn.has(number))) return;
    drawn = new Set(wanted);
    for (const name of [...records.kinds, "zone", "uncertainty"]) groups[name].clearLayers();
    for (const number of wanted) drawRecord(L, records.get(number), data.warning, groups, choose, disputed.has(records.id(number)));
    if (many) drawFindings(passing.filter((finding) => drawn.has(records.find(finding.from)) || drawn.has(records.find(finding.to))));
  }

  function drawFindings(some) {
    groups.line.clearLayers();
    groups.ring.clearLayers();
    groups.locus.clearLayers();
    for (const finding of some) drawFinding(L, finding, records, groups, choose);
    for (const locus of data.loci) drawLocus(L, locus, groups, choose);
  }

  function refresh() {
    filter.apply();
    passing = findings.filter((finding) => filter.passes(finding));
    sections.findings.fill(passing);
    sections.claims.fill(passing);
    for (const kind of records.kinds) {
      const numbers = [];
      const start = records.starts[records.kinds.indexOf(kind)];
      const end = start + (data.records[kind].id?.length ?? 0);
      for (let number = start; number < end; number += 1) if (filter.shown[number] || filter.hiddenKinds.has(kind)) numbers.push(number);
      sections[kind].fill(numbers);
    }
    sections.together.fill(data.together);
    sections.sources.fill([...sources.values()].filter((source) => filter.isEarly(source.published_on)));
    drawn = new Set([-1]);
    drawDetails();
    if (!many) drawFindings(passing.slice(0, DETAILED));
    drawRanges(L, data.ranges, new Set(passing.map((finding) => finding.claim)), data.range_warning, groups, choose);
    points?.redraw();
    if (chosen) markRow(panel, chosen);
  }

  function toggle(name, on) {
    if (on) off.delete(name);
    else off.add(name);
    if (on) groups[name].addTo(map);
    else groups[name].remove();
    if (many && name in data.records) {
      if (on) filter.hiddenKinds.delete(name);
      else filter.hiddenKinds.add(name);
      filter.apply();
      points?.redraw();
    }
    remember();
  }

  // --- choosing ------------------------------------------------------------------------------------------------------

  function popupOf(finding) {
    return el(
      "div",
      { class: `described finding ${finding.verdict}` },
      el("p", { class: "verdict" }, finding.verdict),
      el("h3", {}, finding.label),
      el("p", {}, finding.explanation),
      finding.ties ? el("p", { class: "note" }, finding.ties) : null,
    );
  }

  function choose(id, autoPan = true) {
    chosen = id;
    const finding = findings.find((one) => one.claim === id);
    const number = finding ? undefined : records.find(id);
    if (!markRow(panel, id)) {
      if (finding) sections.findings.reveal((one) => one.claim === id);
      else if (number !== undefined) sections[records.kind(number)].reveal((one) => one === number);
      markRow(panel, id);
    }
    const room = map.getSize();
    const popup = { maxWidth: Math.min(360, room.x - 70), minWidth: 180, maxHeight: room.y - 90, autoPan, autoPanPadding: [12, 12] };
    if (finding) {
      const ends = [finding.from, finding.to].map((end) => records.find(end)).filter((end) => end !== undefined && records.isPlaced(end));
      if (ends.length) {
        const bounds = L.latLngBounds(ends.map((end) => [records.lat[end], records.lon[end]]));
        const corners = [bounds.getNorthEast(), bounds.getSouthWest()].map((corner) => map.latLngToContainerPoint(corner));
        const speck = corners[0].distanceTo(corners[1]) < 40; // too small to see what is found
        if (autoPan && (speck || !map.getBounds().contains(bounds)))
          map.fitBounds(bounds, { padding: [60, 60], maxZoom: 16, animate: false });
        map.openPopup(popupOf(finding), bounds.getCenter(), popup);
      }
      const reached = data.ranges.filter((range) => range.claim === id).flatMap((range) => circle(range.at, range.possible_m));
      const above = 90; // for the ring's label, below the buttons
      if (autoPan && reached.length) map.fitBounds(reached, { ...view.padding(above), animate: false });
    } else if (number !== undefined && records.isPlaced(number)) {
      const at = [records.lat[number], records.lon[number]];
      if (autoPan && !map.getBounds().contains(at)) map.panTo(at, { animate: false });
      map.openPopup(describe(records.get(number), context), at, popup);
    }
    remember();
  }

  function remember() {
    const day = filter.until === filter.last ? null : isoDay(filter.until);
    writeLink({ at: map.getCenter(), zoom: map.getZoom(), off: [...off], chosen, day });
  }

  function nearest({ containerPoint }) {
    let best = null;
    let distance = 10;
    const corner = (x, y) => map.containerPointToLatLng(L.point(containerPoint.x + x, containerPoint.y + y));
    const [one, other] = [corner(-10, -10), corner(10, 10)].map((latlng) => L.CRS.EPSG3857.latLngToPoint(latlng, 0));
    grid.within(one.x / 256, one.y / 256, other.x / 256, other.y / 256, (number) => {
      const away = map.latLngToContainerPoint([records.lat[number], records.lon[number]]).distanceTo(containerPoint);
      if (filter.shown[number] && away < distance) [best, distance] = [number, away];
    });
    return best;
  }

  const view = viewOf(L, map);

  // --- putting it together -------------------------------------------------------------------------------------------

  const settings = controls(records, findings, filter, data, () => {
    refresh();
    remember();
  });
  const timeline = data.dates || findings.length ? timelineSection(records, findings, sources.values(), choose) : "";
  const away = farNote(data.views, records, view, choose);
  panel.append(settings.box, away, ...Object.values(sections).map((section) => section.box), timeline, methodSection(data));
  if (many) {
    const note = `${counted(records.count, "record", "records")}: symbols, names, zones and the lines of claims appear where at most ${DETAILED_IN_VIEW} lie in view; lists grow on demand.`;
    settings.box.after(el("p", { class: "note" }, note));
    const style = getComputedStyle(document.documentElement);
    const colours = records.kinds.map((kind) => style.getPropertyValue(`--${kind.split("_")[0]}`).trim());
    points = canvasLayer(L, grid, records.kindOf, filter.shown, colours);
    points.addTo(map);
    map.on("click", (event) => {
      const number = map.getContainer().classList.contains("measuring") ? null : nearest(event);
      if (number !== null) choose(records.id(number));
    });
  }
  addTools(
    L,
    map,
    () => view.fit(data.views.everything),
    () => {
      const number = chosen === null ? undefined : records.find(chosen);
      return number !== undefined && records.isPlaced(number) ? records.get(number) : null;
    },
  );
  addLegend(L, map, data, off, toggle);
  L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  for (const name of Object.keys(LAYERS)) if (!off.has(name)) groups[name].addTo(map);
  if (linked.day && firstDay(linked.day) !== null) settings.setDay(firstDay(linked.day));
  view.fit(data.views.home, data.views.surroundings);
  if (linked.view) map.setView(linked.view.at, linked.view.zoom, { animate: false });
  refresh();
  map.on("moveend", () => {
    if (many) drawDetails();
    remember();
  });
  if (linked.chosen) choose(linked.chosen, !linked.view); // a view that was asked for stays as it is
  addFold(panel, view);
  addPrinting(map, view);
  document.documentElement.dataset.ready = "true";
}

function drawContext(L, map, context) {
  const pane = map.createPane("context");
  pane.style.zIndex = 350;
  pane.setAttribute("aria-hidden", "true");
  const style = { pane: "context", interactive: false, weight: 1, className: "context" };
  for (const path of context.lines) L.polyline(path, style).addTo(map);
  for (const rings of context.areas) L.polygon(rings, style).addTo(map);
  for (const at of context.points) L.circleMarker(at, { ...style, radius: 2 }).addTo(map);
}

/** The legend is the layer control: each row names a symbol and switches it. */
function addLegend(L, map, data, off, toggle) {
  const legend = L.control({ position: "topright" });
  legend.onAdd = () => {
    const rows = Object.entries(LAYERS).map(([name, text]) => {
      const box = el("input", { type: "checkbox", checked: !off.has(name) });
      box.addEventListener("change", () => toggle(name, box.checked));
      const mark = KINDS[name] ? symbol(name, 18) : el("span", { class: `swatch ${name}` });
      return el("label", {}, box, mark, el("span", {}, text));
    });
    const wide = map.getSize().x > 560;
    const base = data.basemaps.length ? baseMaps(L, map, data.basemaps) : null;
    const box = el("details", { class: "legend", open: wide }, el("summary", {}, "Legend"), rows, base);
    box.addEventListener("toggle", () => map.fire("relabel"));
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  legend.addTo(map);
  const north = L.control({ position: "topright" });
  north.onAdd = () => el("div", { class: "north", role: "img", "aria-label": "North is up" }, "N");
  north.addTo(map);
}

/** The button in the header hides the panel and brings it back. */
function addFold(panel, view) {
  const button = document.getElementById("fold");
  button.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    button.textContent = panel.hidden ? "Show the panel" : "Hide the panel";
    view.refit();
  });
}

/** On paper the map keeps what it shows, at the size of the sheet. */
function addPrinting(map, view) {
  let bounds = null;
  addEventListener("beforeprint", () => {
    bounds = map.getBounds();
    document.documentElement.classList.add("printing");
    if (!view.refit()) map.fitBounds(bounds.pad(-0.15), { animate: false });
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    if (!view.refit() && bounds) map.fitBounds(bounds.pad(-0.05), { animate: false });
  });
}
