// The panel beside the map: everything that the map says, in words, in reading order, for a keyboard and a screen reader.

import { el, link } from "./dom.js";
import { describe, sourceList } from "./popup.js";
import { symbol } from "./symbols.js";
import { KINDS, interval, metres } from "./words.js";

function figures({ kind, measured, claimed }) {
  const pairs = [];
  if (claimed.azimuth_deg !== null) {
    if (measured) pairs.push(["measured", `${measured.azimuth_deg.toFixed(1)}°`, `± ${(measured.azimuth_half_width_deg ?? 180).toFixed(2)}°`]);
    const either = claimed.axis ? ` or ${(claimed.azimuth_deg + 180) % 360}°` : "";
    pairs.push(["claimed", `${claimed.azimuth_deg}°${either}`, `± ${claimed.azimuth_half_width_deg}°`]);
  } else if (claimed.distance_m !== null) {
    if (measured) pairs.push(["measured", metres(measured.distance_m), interval(measured.low_m, measured.high_m)]);
    const inside = kind === "within_claim" && claimed.distance_m === 0;
    pairs.push(["claimed", inside ? "inside" : metres(claimed.distance_m), inside ? "" : interval(claimed.low_m, claimed.high_m)]);
  } else {
    pairs.push(["claimed", claimed.value, ""]);
  }
  return el(
    "dl",
    { class: "figures" },
    pairs.map(([name, figure, range]) =>
      el("div", {}, el("dt", {}, name), el("dd", {}, el("strong", {}, figure), el("span", {}, range))),
    ),
  );
}

function findingItem(finding, sources, choose) {
  const title = el("button", { type: "button", class: "choose" }, finding.label);
  title.addEventListener("click", () => choose(finding.claim));
  const shared =
    finding.independent === false
      ? el("p", { class: "note" }, "Claim and positions share a source, so agreement would be consistency, not corroboration.")
      : null;
  return el(
    "li",
    { class: `finding ${finding.verdict}`, "data-id": finding.claim },
    el("p", { class: "verdict" }, finding.verdict),
    el("h3", {}, title),
    figures(finding),
    el("p", {}, finding.explanation),
    el(
      "details",
      {},
      el("summary", {}, "Who says so"),
      finding.claimed_by ? el("p", {}, `Claimed by ${finding.claimed_by}${finding.claimed_on ? `, ${finding.claimed_on}` : ""}.`) : null,
      finding.quote ? el("blockquote", {}, finding.quote) : null,
      finding.note ? el("p", { class: "note" }, finding.note) : null,
      shared,
      sourceList(finding.sources, sources),
    ),
  );
}

function recordItem(record, sources, choose) {
  const title = el("button", { type: "button", class: "choose" }, symbol(record.kind, 18), record.label);
  title.addEventListener("click", () => choose(record.id));
  const where = record.at ? null : el("p", { class: "note" }, "No published position: it is not on the map.");
  return el(
    "li",
    { class: "record", "data-id": record.id },
    el("h3", {}, title),
    where,
    el("details", {}, el("summary", {}, "What is known"), describe(record, sources)),
  );
}

function section(title, items, attributes = {}) {
  if (!items.length) return null;
  return el("section", attributes, el("h2", {}, title), el("ul", { class: "items" }, items));
}

/** Fill the panel; `choose(id)` is called when a reader picks a row. */
export function fillPanel(panel, data, sources, choose) {
  const records = Object.entries(KINDS).map(([kind, [, plural]]) =>
    section(
      plural,
      data.records.filter((record) => record.kind === kind).map((record) => recordItem(record, sources, choose)),
    ),
  );
  const list = [...sources.values()].map((source) =>
    el(
      "li",
      { class: "source", "data-id": source.id },
      el("p", {}, link(source.url, source.label)),
      el("p", { class: "note" }, [source.publisher, source.published_on, source.grade].filter(Boolean).join(", ")),
      source.note ? el("p", { class: "note" }, source.note) : null,
    ),
  );
  panel.append(
    ...[
      section("Findings", data.findings.map((finding) => findingItem(finding, sources, choose))),
      ...records,
      section("Sources", list),
      el(
        "section",
        { class: "method" },
        el("h2", {}, "Method"),
        el("p", {}, data.method),
        el("p", {}, data.warning),
        el("p", { class: "note" }, `File ${data.file}, SHA-256 ${data.sha256}. Made with debris-sites ${data.version}.`),
      ),
    ].filter(Boolean),
  );
}

/** Mark the row of a record or a finding and bring it into view. */
export function markRow(panel, id) {
  for (const row of panel.querySelectorAll(".chosen")) row.classList.remove("chosen");
  const row = [...panel.querySelectorAll("[data-id]")].find((one) => one.dataset.id === id);
  if (!row) return;
  row.classList.add("chosen");
  row.scrollIntoView({ block: "nearest" });
}
