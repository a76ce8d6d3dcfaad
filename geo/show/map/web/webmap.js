// Puts an assessment on the map that Folium made: reads the page's data, makes the parts, and ties them to the one state.

import { Chosen } from "./chosen.js";
import { controls } from "./controls.js";
import { all, load, Records } from "./data.js";
import { byId, el } from "./dom.js";
import { Filter } from "./filter.js";
import { addGraticule } from "./graticule.js";
import { keepLabels } from "./labels.js";
import { LAYERS, Layers } from "./layers.js";
import { addLegend } from "./legend.js";
import { Lists } from "./lists.js";
import { markRow, methodSection } from "./panel.js";
import { linkOf, readLink, writeLink } from "./permalink.js";
import { DETAILED_IN_VIEW } from "./record_symbols.js";
import { State } from "./state.js";
import { timelineSection } from "./timeline.js";
import { addTools } from "./tools.js";
import { addFold, addPrinting, farNote, View } from "./view.js";
import { counted } from "./words.js";

/**
 * Read the page's data and show it.
 * @param {Leaflet} L
 * @param {L.Map} map
 */
export async function start(L, map) {
  L.Polygon.mergeOptions({ smoothFactor: 0.2 }); // else circles are drawn with corners that can be seen
  /** @type {Payload} */
  const data = await load(byId("data"));
  const panel = byId("panel");
  const records = new Records(data.records);
  /** @type {Finding[]} */
  const findings = all(data.findings);
  /** @type {Map<string, Source>} */
  const sources = new Map(all(data.sources).map((source) => [source.id, source]));
  const filter = new Filter(records, findings, sources.values());
  const linked = readLink(location.hash);
  const state = new State(startOf(linked, filter));
  const choose = (/** @type {string} */ id) => state.set({ chosen: id });
  const context = contextOf(data, findings, sources, choose);

  map.attributionControl.setPrefix("Leaflet");
  keepLabels(L, map);
  addGraticule(L, map);
  const layers = new Layers(L, map, data, records, findings, filter, choose);
  const view = new View(L, map);
  const lists = new Lists(records, findings, data.together, filter, context);
  const chosen = new Chosen(L, map, panel, lists, view, context);
  const settings = controls(records, findings, filter, data.file, state);
  const timeline = data.dates || findings.length ? timelineSection(records, findings, sources.values(), choose) : "";
  panel.append(settings, farNote(data.views, records, view, choose), ...lists.boxes, timeline, methodSection(data));
  if (records.count > DETAILED_IN_VIEW) settings.after(el("p", { class: "note" }, manyNote(records.count, layers.areMany)));
  addTools(
    L,
    map,
    () => view.fit(data.views.everything),
    () => records.placedOf(state.get().chosen),
  );
  addLegend(L, map, data.basemaps, state);
  L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  layers.switchLayers(state.get());
  view.fit(data.views.home, data.views.surroundings);
  if (linked.view) map.setView(linked.view.at, linked.view.zoom, { animate: false });

  const refresh = (/** @type {ReaderState} */ now) => {
    filter.apply(now);
    lists.fill(now);
    layers.redraw(now);
    if (now.chosen) markRow(panel, now.chosen);
  };
  const look = () => {
    const { lat, lng } = map.getCenter();
    state.set({ view: { at: [lat, lng], zoom: map.getZoom() } });
  };
  refresh(state.get());
  look();
  state.subscribe(["hiddenVerdicts", "until", "text"], refresh);
  state.subscribe(["hiddenLayers"], (now) => {
    filter.apply(now);
    layers.switchLayers(now);
    layers.redrawRecords();
  });
  state.subscribe(["chosen"], (now) => {
    layers.symbols.standAlone(...aloneOf(now.chosen, records, findings));
    if (now.chosen) chosen.show(now.chosen);
  });
  state.subscribe(["hiddenVerdicts", "until", "text", "hiddenLayers", "chosen", "view"], () => writeLink(linkOf(state.get(), filter.last)));
  map.on("moveend", () => {
    layers.symbols.update();
    look();
  });
  if (linked.chosen) {
    layers.symbols.standAlone(...aloneOf(linked.chosen, records, findings));
    chosen.show(linked.chosen, !linked.view); // a view that was asked for stays as it is
    look();
  }
  addFold(panel, view);
  addPrinting(map, view);
  await layers.drawn();
  document.documentElement.dataset.ready = "true";
}

/**
 * The state at the start: what the link says, as far as the record has it.
 * @param {Partial<ReaderState>} linked
 * @param {Filter} filter
 * @returns {Partial<ReaderState>}
 */
function startOf({ hiddenLayers = new Set(), chosen = null, until = null }, { first, last }) {
  const isDated = first !== null && last !== null;
  return {
    hiddenLayers: new Set([...hiddenLayers].filter((name) => name in LAYERS)),
    chosen,
    until: isDated && until !== null ? Math.min(last, Math.max(first, until)) : last,
  };
}

/**
 * What rows and popups need beside the record that they show.
 * @param {Payload} data
 * @param {Finding[]} findings
 * @param {Map<string, Source>} sources
 * @param {(id: string) => void} choose
 * @returns {Context}
 */
function contextOf(data, findings, sources, choose) {
  /** @type {Context["rivals"]} */
  const rivals = new Map();
  for (const finding of findings.filter((one) => one.kind === "attribute_claim")) {
    const claim = { ...finding, value: finding.claimed.value };
    for (const id of finding.about ?? []) rivals.set(id, [...(rivals.get(id) ?? []), claim]);
  }
  const { facts, further, ranges } = data;
  return { sources, rivals, further, facts, ranges, rangeWarning: data.range_warning, choose };
}

/**
 * The records that stand on their own on the map: the chosen one, or the ends of the chosen finding, exactly where they lie.
 * @param {string | null} chosen
 * @param {Records} records
 * @param {Finding[]} findings
 * @returns {[number[], boolean]}
 */
function aloneOf(chosen, records, findings) {
  const finding = findings.find((one) => one.claim === chosen);
  const ids = finding ? [finding.from, finding.to] : [chosen];
  return [ids.flatMap((id) => records.find(id) ?? []), Boolean(finding)];
}

/**
 * @param {number} count
 * @param {boolean} areMany whether lines are left out, too
 */
function manyNote(count, areMany) {
  const what = areMany ? "names, zones and the lines of claims" : "names and zones";
  return `${counted(count, "record", "records")}: ${what} appear where at most ${DETAILED_IN_VIEW} lie in view; lists grow on demand.`;
}
