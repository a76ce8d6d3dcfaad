// The controls in the panel: search, verdicts, day, measuring between records, and the page as files.

import { el } from "./dom.js";
import { download, toCsv, toGeoJson } from "./exchange.js";
import { dayText } from "./filter.js";
import { withMember } from "./state.js";
import { bearing } from "./tools.js";
import { counted } from "./words.js";

/** @type {Verdict[]} */
const VERDICTS = ["contradicted", "compatible", "agrees", "untestable"];
const SUGGESTED = 500;
const PAUSE_MS = 120; // after the last letter, before the search

/** @param {import("./state.js").State} state */
function search(state) {
  const input = el("input", { type: "search", placeholder: "Search by name or id", "aria-label": "Search by name or id" });
  input.value = state.get().text;
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
 * @param {Finding[]} findings
 * @param {import("./state.js").State} state
 */
function verdicts(findings, state) {
  const rows = VERDICTS.filter((verdict) => findings.some((finding) => finding.verdict === verdict)).map((verdict) => {
    const box = el("input", { type: "checkbox", checked: !state.get().hiddenVerdicts.has(verdict) });
    box.addEventListener("change", () => state.set({ hiddenVerdicts: withMember(state.get().hiddenVerdicts, verdict, !box.checked) }));
    state.subscribe(["hiddenVerdicts"], ({ hiddenVerdicts }) => {
      box.checked = !hiddenVerdicts.has(verdict);
    });
    return el("label", {}, box, el("span", { class: `verdict ${verdict}` }, verdict));
  });
  return rows.length ? el("fieldset", {}, el("legend", {}, "Verdicts"), rows) : null;
}

/**
 * @param {import("./filter.js").Filter} filter
 * @param {import("./state.js").State} state
 */
function days({ first, last, undated }, state) {
  if (first === null || last === null || first === last) return null;
  const slider = el("input", { type: "range", min: first, max: last, step: 1, "aria-label": "Up to this day" });
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
  const stay = undated ? `${counted(undated, "record without a date stays", "records without a date stay")}.` : null;
  const note = stay && el("p", { class: "note" }, stay);
  return el("fieldset", {}, el("legend", {}, "Up to this day"), el("label", {}, slider, shown), note);
}

/** @param {import("./data.js").Records} records */
function between(records) {
  const options = el("datalist", { id: "record-names" });
  for (let number = 0; number < Math.min(records.count, SUGGESTED); number += 1) {
    if (records.isPlaced(number)) options.append(el("option", { value: records.id(number) }, records.label(number)));
  }
  const ends = ["From", "To"].map((name) =>
    el("input", { type: "text", list: "record-names", "aria-label": `${name}: id of a record`, placeholder: `${name}: id` }),
  );
  const answer = el("output", { class: "answer" });
  const measure = () => {
    const ids = ends.map((input) => input.value.trim());
    const [from, to] = ids.map((id) => records.placedOf(id));
    const isFilled = ids.every(Boolean);
    answer.textContent = from && to ? bearing(from.at, to.at) : isFilled ? "One of these is no record with a position." : "";
  };
  for (const input of ends) input.addEventListener("input", measure);
  return el("fieldset", { class: "between" }, el("legend", {}, "Measure between two records"), ends, options, answer);
}

/**
 * @param {import("./data.js").Records} records
 * @param {string} file
 */
function files(records, file) {
  const stem = file.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "") || "sites";
  /** @type {[string, () => void][]} */
  const acts = [
    ["GeoJSON", () => download(`${stem}.geojson`, "application/geo+json", toGeoJson(records))],
    ["CSV", () => download(`${stem}.csv`, "text/csv", toCsv(records))],
    ["Print", () => window.print()],
  ];
  const buttons = acts.map(([name, act]) => {
    const button = el("button", { type: "button" }, name);
    button.addEventListener("click", act);
    return button;
  });
  return el("p", { class: "files" }, buttons);
}

/**
 * All controls as one folded box.
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @param {import("./filter.js").Filter} filter
 * @param {string} file name of the file that the page was made from
 * @param {import("./state.js").State} state
 */
export function controls(records, findings, filter, file, state) {
  return el(
    "details",
    { class: "controls" },
    el("summary", {}, "Search, filter, measure, download"),
    search(state),
    verdicts(findings, state),
    days(filter, state),
    between(records),
    files(records, file),
  );
}
