// The controls in the panel: search, verdicts, day, measuring between records, and the page as files.

import { el } from "./dom.js";
import { download, toCsv, toGeoJson } from "./exchange.js";
import { dayText } from "./filter.js";
import { bearing } from "./tools.js";
import { counted } from "./words.js";

const VERDICTS = ["contradicted", "compatible", "agrees", "untestable"];
const SUGGESTED = 500;

function search(filter, changed) {
  const input = el("input", { type: "search", placeholder: "Search by name or id", "aria-label": "Search by name or id" });
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      filter.words = input.value;
      changed();
    }, 120);
  });
  return input;
}

function verdicts(filter, findings, changed) {
  const rows = VERDICTS.filter((verdict) => findings.some((finding) => finding.verdict === verdict)).map((verdict) => {
    const box = el("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      if (box.checked) filter.hiddenVerdicts.delete(verdict);
      else filter.hiddenVerdicts.add(verdict);
      changed();
    });
    return el("label", {}, box, el("span", { class: `verdict ${verdict}` }, verdict));
  });
  return rows.length ? el("fieldset", {}, el("legend", {}, "Verdicts"), rows) : null;
}

function days(filter, changed) {
  if (filter.first === null || filter.first === filter.last) return { box: null, set() {} };
  const slider = el("input", { type: "range", min: filter.first, max: filter.last, value: filter.last, step: 1 });
  const shown = el("output", {});
  const say = () => {
    const text = dayText(Number(slider.value));
    shown.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };
  slider.addEventListener("input", () => {
    filter.until = Number(slider.value);
    say();
    changed();
  });
  const stay = filter.undated
    ? el("p", { class: "note" }, `${counted(filter.undated, "record without a date stays", "records without a date stay")}.`)
    : null;
  const box = el("fieldset", {}, el("legend", {}, "Up to this day"), el("label", {}, slider, shown), stay);
  slider.setAttribute("aria-label", "Up to this day");
  say();
  return {
    box,
    set(day) {
      slider.value = day;
      filter.until = Number(slider.value);
      say();
    },
  };
}

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
    const found = ends.map((input) => records.find(input.value.trim()));
    const placed = found.every((number) => number !== undefined && records.isPlaced(number));
    const filled = ends.every((input) => input.value.trim());
    const [from, to] = found.map((number) => (placed ? records.get(number).at : null));
    answer.textContent = placed ? bearing(from, to) : filled ? "One of these is no record with a position." : "";
  };
  for (const input of ends) input.addEventListener("input", measure);
  return el("fieldset", { class: "between" }, el("legend", {}, "Measure between two records"), ends, options, answer);
}

function files(records, data) {
  const stem = data.file.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "") || "sites";
  const buttons = [
    ["GeoJSON", () => download(`${stem}.geojson`, "application/geo+json", toGeoJson(records))],
    ["CSV", () => download(`${stem}.csv`, "text/csv", toCsv(records))],
    ["Print", () => window.print()],
  ].map(([name, act]) => {
    const button = el("button", { type: "button" }, name);
    button.addEventListener("click", act);
    return button;
  });
  return el("p", { class: "files" }, buttons);
}

/** All controls as one folded box; `setDay(day)` moves the slider. */
export function controls(records, findings, filter, data, changed) {
  const slider = days(filter, changed);
  const box = el(
    "details",
    { class: "controls" },
    el("summary", {}, "Search, filter, measure, download"),
    search(filter, changed),
    verdicts(filter, findings, changed),
    slider.box,
    between(records),
    files(records, data),
  );
  return { box, setDay: slider.set };
}
