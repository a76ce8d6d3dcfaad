// Puts an assessment on the map that Folium made: reads the page's data, makes the parts, and ties them to the one state.

import { firstBaseMap } from "./basemap.js";
import { Card } from "./card.js";
import { Claims } from "./claims.js";
import { controls, searchBox } from "./controls.js";
import { all, load, Records } from "./data.js";
import { byId, el } from "./dom.js";
import { Filter } from "./filter.js";
import { Focus } from "./focus.js";
import { addGraticule } from "./graticule.js";
import { handedState, handOver, noteTyping, takeOver } from "./handover.js";
import { keepLabels } from "./labels.js";
import { languagePicker, nameZoom, reopen, sayMarkup, speakFirst } from "./language.js";
import { LAYERS, Layers } from "./layers.js";
import { addLegend } from "./legend.js";
import { Lists } from "./lists.js";
import { plural, spoken, t } from "./messages.js";
import { methodSection } from "./panel.js";
import { linkOf, readLink, writeLink } from "./permalink.js";
import { Photos } from "./photos.js";
import { addPrinting } from "./print.js";
import { DETAILED_IN_VIEW } from "./record_symbols.js";
import { addFold, followSkipLinks, sheetHandle } from "./sheet.js";
import { State } from "./state.js";
import { summarySection } from "./summary.js";
import { timelineSection } from "./timeline.js";
import { addTools } from "./tools.js";
import { verifying } from "./verify.js";
import { farNote, View } from "./view.js";
import { WhatIf } from "./what_if.js";
import { claimLabel } from "./words.js";

/**
 * Read the page's data and show it; what a page that this one replaces handed on comes before the link. The answer is what
 * hands everything on to the page that comes in this one's place.
 * @param {Leaflet} L
 * @param {L.Map} map
 */
export async function start(L, map) {
  noteTyping();
  L.Polygon.mergeOptions({ smoothFactor: 0.2 }); // else circles are drawn with corners that can be seen
  const panel = byId("panel");
  /** @type {[Payload, Record<string, any[]>]} */
  const [data, words] = await Promise.all([load(byId("data")), load(byId("messages")).catch(() => ({}))]).catch((error) => {
    panel.append(el("p", { role: "alert" }, t("The data in this page cannot be read: it was damaged or changed.")));
    throw error;
  });
  const records = new Records(data.records, data.views.middle);
  /** @type {Finding[]} */
  const findings = all(data.findings).map((finding, index) => ({ ...finding, number: index + 1 }));
  /** @type {Map<string, Source>} */
  const sources = new Map(all(data.sources).map((source) => [source.id, source]));
  const filter = new Filter(records, findings, sources.values());
  const asLinked = () => withinRecord(readLink(location.hash, Object.keys(LAYERS)), data, filter);
  const state = new State({ ...asLinked(), ...handedState() });
  speakFirst(state.get().language ?? data.language, words);
  for (const one of findings) if (!one.named) one.label = claimLabel(one, (id) => records.labelOf(id));
  sayMarkup();
  const choose = (/** @type {string} */ id) => state.set({ chosen: id });
  const context = contextOf(data, records, findings, sources, choose);

  map.attributionControl.setPrefix("Leaflet");
  nameZoom(map);
  keepLabels(L, map);
  addGraticule(L, map);
  const layers = new Layers(L, map, data, records, findings, filter, choose);
  const claims = new Claims(L, map, data, records, filter, layers.groups, choose);
  const view = new View(L, map, data.views.middle);
  const focus = new Focus(L, map, data, records, filter, view, choose);
  const lists = new Lists(data, records, filter, context);
  const card = new Card(panel, lists, context, state);
  const whatIf = new WhatIf(L, map, records, findings, data.rules, choose);
  card.slots.push((finding) => whatIf.box(finding));
  const summary = summarySection(records, filter, state);
  const timeline = data.dates || findings.length ? timelineSection(filter, choose) : null;
  const many = records.count > DETAILED_IN_VIEW ? el("p", { class: "note" }, manyNote(records.count)) : "";
  const settings = [searchBox(state), controls(filter, data, state), many];
  const refit = () => void view.refit();
  const handOn = () => handOver(state, whatIf.tried());
  panel.append(
    sheetHandle(panel, refit),
    card.box,
    languagePicker(data.languages, (language) => state.set({ language: language === data.language ? null : language })),
    summary.box,
    ...settings,
    farNote(data.views, records, view, choose),
    ...lists.boxes,
    timeline?.box ?? "",
    methodSection(data),
    verifying(data, records, findings, byId("data")),
  );
  addTools(
    L,
    map,
    () => view.fit(data.views.everything),
    () => records.placedOf(state.get().chosen),
  );
  const legend = addLegend(L, map, data, records, filter, state, view);
  L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  layers.switchLayers(state.get());
  view.fit(data.views.home, data.views.surroundings);

  const refresh = (/** @type {ReaderState} */ now) => {
    filter.apply(now);
    summary.fill(now);
    lists.fill();
    timeline?.fill();
    legend.fill();
    layers.redraw();
    claims.draw();
    card.show(now.chosen, false);
  };
  const look = () => {
    if (!view.isSeen()) return; // what nobody sees, nobody has set
    const { lat, lng } = map.getCenter();
    state.set({ view: view.isFitted() ? null : { at: [lat, lng], zoom: map.getZoom() } });
  };
  const lookAt = ({ view: wanted, chosen } = state.get()) => {
    layers.symbols.standAlone(...aloneOf(chosen, records, findings));
    focus.show(chosen, !wanted); // a view that was asked for stays as it is
    if (wanted) view.look(wanted);
    else if (!chosen) view.fit(data.views.home, data.views.surroundings);
    view.whenSeen(look);
  };
  map.on("moveend", () => layers.symbols.update());
  refresh(state.get());
  lookAt();
  state.subscribe(["hiddenVerdicts", "until", "text"], refresh);
  state.subscribe(["hiddenLayers"], (now) => {
    layers.switchLayers(now);
    refresh(now);
  });
  state.subscribe(["chosen"], ({ chosen }) => {
    layers.symbols.standAlone(...aloneOf(chosen, records, findings));
    card.show(chosen, true);
    focus.show(chosen, true);
    whatIf.follow(chosen);
  });
  state.subscribe(/** @type {(keyof ReaderState)[]} */ (Object.keys(state.get())), (now) => writeLink(linkOf(now, filter.last)));
  state.subscribe(["language"], (now) => {
    if ((now.language ?? data.language) === spoken()) return;
    handOn();
    reopen(linkOf(now, filter.last));
  });
  map.on("moveend", look);
  addEventListener("hashchange", () => {
    const linked = asLinked();
    state.set(linked);
    lookAt(linked);
  });
  addFold(panel, refit);
  followSkipLinks();
  addPrinting(map, view, data, filter, context);
  await layers.drawn();
  takeOver(whatIf);
  document.documentElement.dataset.ready = "true";
  return handOn;
}

/**
 * A state as a link has it, with a day that the record reaches.
 * @param {ReaderState} linked
 * @param {Payload} data
 * @param {Filter} filter
 * @returns {ReaderState}
 */
function withinRecord(linked, { basemaps, languages, language: own }, { first, last }) {
  const { until, basemap, linksBasemap, language } = linked;
  const isDated = first !== null && last !== null;
  const isOffered = language !== null && language !== own && Object.hasOwn(languages, language);
  const isKnown = (/** @type {string | null} */ wanted) => basemaps.some(({ key }) => key === wanted);
  const isLinked = linksBasemap && (basemap === null || isKnown(basemap));
  const wanted = isLinked ? basemap : firstBaseMap(basemaps);
  return {
    ...linked,
    basemap: isKnown(wanted) ? wanted : null,
    linksBasemap: isLinked,
    language: isOffered ? language : null,
    until: isDated && until !== null && until < last ? Math.max(first, until) : null,
  };
}

/**
 * What rows and cards need beside the record that they show.
 * @param {Payload} data
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @param {Map<string, Source>} sources
 * @param {(id: string) => void} choose
 * @returns {Context}
 */
function contextOf(data, records, findings, sources, choose) {
  /** @type {Context["rivals"]} */
  const rivals = new Map();
  for (const finding of findings.filter((one) => one.kind === "attribute_claim")) {
    const claim = { ...finding, value: finding.claimed.value };
    for (const id of finding.about ?? []) rivals.set(id, [...(rivals.get(id) ?? []), claim]);
  }
  const { facts, further, ranges, zones } = data;
  const photos = new Photos(data.photos, records, choose);
  return { sources, rivals, markings: data.markings, further, facts, ranges, zones, rangeWarning: data.range_warning, photos, choose };
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
  const ids = finding ? [finding.from, finding.to, ...(finding.about ?? [])] : [chosen];
  return [ids.flatMap((id) => records.find(id) ?? []), Boolean(finding)];
}

/** @param {number} count */
function manyNote(count) {
  return plural(
    count,
    "{count} record: names and zones appear where at most {most} lie in view; lists grow on demand.",
    "{count} records: names and zones appear where at most {most} lie in view; lists grow on demand.",
    { most: DETAILED_IN_VIEW },
  );
}
