// What is known of a record: as a popup on the map, and again in the panel.

import { el, link } from "./dom.js";
import { KINDS } from "./words.js";

/** The sources of a record or a finding, each with its address. */
export function sourceList(ids, sources) {
  if (!ids.length) return el("p", { class: "sources" }, "No source is given.");
  const items = ids.map((id) => {
    const source = sources.get(id);
    const name = source ? [source.publisher, source.published_on].filter(Boolean).join(", ") || source.label : id;
    return el("li", {}, link(source?.url, name));
  });
  return el("ul", { class: "sources", "aria-label": "Sources" }, items);
}

/** Everything known of a record, as one element. */
export function describe(record, sources) {
  const rows = record.facts.map(([name, value]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value)));
  return el(
    "div",
    { class: "described" },
    el("p", { class: "kind" }, KINDS[record.kind][0]),
    el("h3", {}, record.label),
    el("table", {}, el("tbody", {}, rows)),
    record.quote ? el("blockquote", {}, record.quote) : null,
    record.note ? el("p", { class: "note" }, record.note) : null,
    sourceList(record.sources, sources),
  );
}
