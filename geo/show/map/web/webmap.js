// Puts an assessment on the map that Folium made: reads the page's data, makes the parts, and ties them to the one state.

import { firstBaseMap } from "./basemap.js";
import { Chosen } from "./chosen.js";
import { controls } from "./controls.js";
import { all, load, Records } from "./data.js";
import { byId, el } from "./dom.js";
import { Filter } from "./filter.js";
import { addGraticule } from "./graticule.js";
import { keepLabels } from "./labels.js";
import { DETAILED_IN_VIEW, LAYERS, Layers } from "./layers.js";
import { addLegend } from "./legend.js";
import { Lists } from "./lists.js";
import { markRow, methodSection } from "./panel.js";
import { linkOf, readLink, writeLink } from "./permalink.js";
import { State } from "./state.js";
import { timelineSection } from "./timeline.js";
import { addTools } from "./tools.js";
import { addFold, addPrinting, farNote, View } from "./view.js";
import { counted } from "./words.js";

/**
 * Read the page's data and show it; the answer is the owner of the reader's state.
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {Partial<ReaderState>} [kept] what the reader had set before the page was drawn again; it comes before the link
 */
export async function start(L, map, kept = {}) {
  L.Polygon.mergeOptions({ smoothFactor: 0.2 }); // else circles are drawn with corners that can be seen
  /** @type {Payload} */
  const data = await load(byId("data"));
  const panel = byId("panel");
  const records = new Records(data.records, data.views.middle);
  /** @type {Finding[]} */
  const findings = all(data.findings);
  /** @type {Map<string, Source>} */
  const sources = new Map(all(data.sources).map((source) => [source.id, source]));
  const filter = new Filter(records, findings, sources.values());
  const linked = { ...readLink(location.hash), ...kept };
  const state = new State(startOf(linked, filter, data.basemaps));
  const choose = (/** @type {string} */ id) => state.set({ chosen: id });
  const context = contextOf(data, findings, sources, choose);

  map.attributionControl.setPrefix("Leaflet");
  keepLabels(L, map);
  addGraticule(L, map);
  const layers = new Layers(L, map, data, records, findings, filter, choose);
  const view = new View(L, map, data.views.middle);
  const lists = new Lists(records, findings, data.together, filter, context);
  const chosen = new Chosen(L, map, panel, lists, view, context);
  const settings = controls(records, findings, filter, data.file, state);
  const timeline = data.dates || findings.length ? timelineSection(records, findings, sources.values(), choose) : "";
  panel.append(settings, farNote(data.views, records, view, choose), ...lists.boxes, timeline, methodSection(data));
  if (layers.areMany) {
    settings.after(el("p", { class: "note" }, manyNote(records.count)));
    map.on("click", ({ containerPoint }) => {
      const number = map.getContainer().classList.contains("measuring") ? null : layers.nearest(containerPoint);
      if (number !== null) choose(records.id(number));
    });
  }
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
  if (linked.view) view.look(linked.view);

  const refresh = (/** @type {ReaderState} */ now) => {
    filter.apply(now);
    lists.fill(now);
    layers.redraw(now);
    if (now.chosen) markRow(panel, now.chosen);
  };
  const look = () => {
    if (!view.isSeen()) return; // what nobody sees, nobody has set
    const { lat, lng } = map.getCenter();
    state.set({ view: { at: [lat, lng], zoom: map.getZoom() } });
  };
  refresh(state.get());
  look();
  state.subscribe(["hiddenVerdicts", "until", "text"], refresh);
  state.subscribe(["hiddenLayers"], (now) => {
    if (layers.areMany) filter.apply(now);
    layers.switchLayers(now);
  });
  state.subscribe(["chosen"], (now) => {
    if (now.chosen) chosen.show(now.chosen);
  });
  state.subscribe(/** @type {(keyof ReaderState)[]} */ (Object.keys(state.get())), (now) => writeLink(linkOf(now, filter.last)));
  map.on("moveend", () => {
    if (layers.areMany) layers.drawDetails();
    look();
  });
  if (linked.chosen) {
    const { chosen: id, view: asked } = linked;
    view.whenSeen(() => {
      chosen.show(id, !asked); // a view that was asked for stays as it is
      look();
    });
  }
  addFold(panel, view);
  addPrinting(map, view);
  document.documentElement.dataset.ready = "true";
  return state;
}

/**
 * The state at the start: what the link says, as far as the record has it.
 * @param {Partial<ReaderState>} linked
 * @param {Filter} filter
 * @param {BaseMap[]} basemaps
 * @returns {Partial<ReaderState>}
 */
function startOf(linked, { first, last }, basemaps) {
  const { hiddenLayers = new Set(), chosen = null, until = null, basemap = firstBaseMap(basemaps) } = linked;
  const isDated = first !== null && last !== null;
  return {
    ...linked,
    basemap: basemaps.some(({ key }) => key === basemap) ? basemap : null,
    hiddenLayers: new Set([...hiddenLayers].filter((name) => name in LAYERS)),
    chosen,
    until: isDated && until !== null && until < last ? Math.max(first, until) : null,
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

/** @param {number} count */
function manyNote(count) {
  return `${counted(count, "record", "records")}: symbols, names, zones and the lines of claims appear where at most ${DETAILED_IN_VIEW} lie in view; lists grow on demand.`;
}
