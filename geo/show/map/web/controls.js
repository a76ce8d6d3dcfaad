// The controls in the panel: search, day, measuring between records, and the page as files.

import { el } from "./dom.js";
import { download, toCsv, toGeoJson } from "./exchange.js";
import { dayText } from "./filter.js";
import { plural, t } from "./messages.js";
import { bearing } from "./tools.js";

const SUGGESTED = 500;
const PAUSE_MS = 120; // after the last letter, before the search

/**
 * A search of all text.
 * @param {import("./state.js").State} state
 */
export function searchBox(state) {
  const words = t("Search all text: names, quotes, publishers");
  const attributes = { placeholder: t("Search all text"), title: words, "aria-label": words }; // which has to fit into the box
  const input = el("input", { type: "search", ...attributes, value: state.get().text });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => state.set({ text: input.value }), PAUSE_MS);
  });
  state.subscribe(["text"], ({ text }) => {
    if (input.value !== text) input.value = text;
  });
  return input;
}

/**
 * @param {import("./filter.js").Filter} filter
 * @param {import("./state.js").State} state
 */
function days({ first, last, undated }, state) {
  if (first === null || last === null || first === last) return null;
  const slider = el("input", { type: "range", min: first, max: last, step: 1, "aria-label": t("Up to this day") });
  const shown = el("output", {});
  const show = (/** @type {ReaderState} */ { until }) => {
    const day = until ?? last;
    const text = dayText(day);
    slider.value = String(day);
    shown.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };
  slider.addEventListener("input", () => state.set({ until: Number(slider.value) < last ? Number(slider.value) : null }));
  state.subscribe(["until"], show);
  show(state.get());
  const stay = undated ? plural(undated, "{count} record without a date stays.", "{count} records without a date stay.") : null;
  const note = stay && el("p", { class: "note" }, stay);
  return el("fieldset", {}, el("legend", {}, t("Up to this day")), el("label", {}, slider, shown), note);
}

/** @param {import("./data.js").Records} records */
function between(records) {
  const options = el("datalist", { id: "record-names" });
  for (let number = 0; number < Math.min(records.count, SUGGESTED); number += 1) {
    if (records.isPlaced(number)) options.append(el("option", { value: records.id(number) }, records.label(number)));
  }
  const ends = [t("From"), t("To")].map((end) =>
    el("input", {
      type: "text",
      list: "record-names",
      "aria-label": t("{end}: id of a record", { end }),
      placeholder: t("{end}: id", { end }),
    }),
  );
  const answer = el("output", { class: "answer" });
  const measure = () => {
    const ids = ends.map((input) => input.value.trim());
    const [from, to] = ids.map((id) => records.placedOf(id));
    const isFilled = ids.every(Boolean);
    answer.textContent = from && to ? bearing(from.at, to.at) : isFilled ? t("One of these is no record with a position.") : "";
  };
  for (const input of ends) input.addEventListener("input", measure);
  return el("fieldset", { class: "between" }, el("legend", {}, t("Measure between two records")), ends, options, answer);
}

/**
 * Buttons that save what is shown, and print it, and what is not in the files.
 * @param {import("./filter.js").Filter} filter
 * @param {Payload} data
 */
function files(filter, data) {
  const stem = data.file.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "") || "sites";
  const name = () => (filter.isNarrowed ? `${stem}-filtered` : stem);
  /** @type {[string, () => unknown][]} */
  const acts = [
    ["GeoJSON", async () => download(`${name()}.geojson`, "application/geo+json", await toGeoJson(filter, data))],
    ["CSV", () => download(`${name()}.csv`, "text/csv", toCsv(filter.records, filter.shown))],
    [t("Print"), () => window.print()],
  ];
  const buttons = acts.map(([words, act]) => {
    const button = el("button", { type: "button" }, words);
    button.addEventListener("click", act);
    return button;
  });
  const notes = [
    t("Saved and printed is what the filters show."),
    t("The GeoJSON has the sources that it cites; the CSV has records alone."),
    data.record.text === null
      ? t("Claims are in neither, since this page does not carry its file.")
      : t("Of claims, the GeoJSON has those whose records it has."),
  ];
  return [el("p", { class: "files" }, buttons), el("p", { class: "note" }, notes.join(" "))];
}

/**
 * Everything but the search, as one folded box.
 * @param {import("./filter.js").Filter} filter
 * @param {Payload} data
 * @param {import("./state.js").State} state
 */
export function controls(filter, data, state) {
  return el(
    "details",
    { class: "controls" },
    el("summary", {}, t("Day, measure, download")),
    days(filter, state),
    between(filter.records),
    files(filter, data),
  );
}
