// What was said when: everything in the record that has a date, in the order of time.

import { el, foreign, link, svg } from "./dom.js";
import { dateText, firstDay, lastDay, monthText, timeOrder } from "./filter.js";
import { t, tc } from "./messages.js";
import { chooser, listSection } from "./panel.js";
import { symbol } from "./symbols.js";

/** What happened, as the timeline says it. @type {Record<string, () => string>} */
const DEEDS = {
  struck: () => tc("timeline", "strike, as reported"),
  found: () => tc("timeline", "found"),
  valid: () => tc("timeline", "zone, as reported"),
  taken: () => tc("timeline", "photograph taken"),
  claimed: () => tc("timeline", "claimed"),
  published: () => tc("timeline", "published"),
};
/** What is dated of records with a place, and the property that says when. */
const RECORDED = { found: "found_on", struck: "struck_on", valid: "valid", taken: "taken_at" };
/** @type {Record<string, string>} */
const SIGNS = {
  claimed: "M4 5h16v11h-9l-4 4v-4H4Z",
  published: "M6 3h12v18H6ZM9 8h6M9 12h6M9 16h4",
};

/**
 * A small sign for what happened: the map's symbol of a record, or one of a claim's or a source's own.
 * @param {string} deed
 */
function sign(deed) {
  if (deed === "found") return symbol("fragment_site", 14);
  if (deed === "struck") return symbol("strike_report", 14);
  if (deed === "valid") return symbol("zone", 14);
  if (deed === "taken") return symbol("photo", 14);
  return svg("svg", { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" }, svg("path", { d: SIGNS[deed] }));
}

/**
 * An entry of the timeline; `url` stands where the entry leads to a source and not to the map.
 * @typedef {{ deed: string, id: string, when: string, what: string, who?: string | null, language?: string, url?: string, month?: string | null }} Entry
 */

/**
 * The entries of the timeline in the order in which `geo sources` lists them.
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @param {Iterable<Source>} sources
 * @param {Uint8Array | null} shown set for each record that is let through; null for all
 * @returns {Entry[]}
 */
export function timelineEntries(records, findings, sources, shown = null) {
  /** @type {(Entry & { order: number[] })[]} */
  const dated = [];
  const add = (/** @type {Omit<Entry, "when"> & { when: string | null | undefined }} */ entry) => {
    const { when } = entry;
    if (when) dated.push({ ...entry, when, order: [firstDay(when) ?? 0, lastDay(when) ?? 0, ...timeOrder(when)] });
  };
  for (let number = 0; number < records.count; number += 1) {
    if (shown && !shown[number]) continue;
    for (const [deed, name] of Object.entries(RECORDED)) {
      const when = records.column(number, name);
      if (when) add({ deed, id: records.id(number), when, what: records.label(number), who: records.column(number, "taken_by") });
    }
  }
  for (const { claim, claimed_on, label, claimed_by } of findings) {
    add({ deed: "claimed", id: claim, when: claimed_on, what: label, who: claimed_by });
  }
  for (const { id, published_on, name, title, publisher, language, url = "" } of sources) {
    add({ deed: "published", id, when: published_on, what: name ?? title, who: publisher, language, url });
  }
  dated.sort((one, other) => {
    const at = one.order.findIndex((value, index) => value !== other.order[index]);
    return at < 0 ? 0 : one.order[at] - other.order[at];
  });
  const undated = findings.filter((claim) => !claim.claimed_on);
  const rest = undated.map((claim) => ({ deed: "claimed", id: claim.claim, when: t("undated"), what: claim.label, who: claim.claimed_by }));
  /** @type {Entry[]} */
  const entries = [...dated, ...rest];
  entries.forEach((entry, index) => {
    const month = monthText(entry.when);
    entry.month = index && monthText(entries[index - 1].when) === month ? null : month;
  });
  return entries;
}

/**
 * A folded section of what the filter lets through, filled while it is open, since few read it and a file may have a million
 * dates.
 * @param {import("./filter.js").Filter} filter
 * @param {(id: string) => void} choose
 */
export function timelineSection(filter, choose) {
  const section = listSection(t("Timeline"), (/** @type {Entry} */ { deed, month, id, when, what, who, language, url }) =>
    el(
      "li",
      { class: "dated" },
      month ? el("p", { class: "month" }, month) : null,
      el("p", { class: "day" }, sign(deed), `${dateText(when)}: ${DEEDS[deed]()}`),
      url === undefined ? chooser(id, choose, what) : el("p", { class: "title" }, link(url, foreign(what, language))),
      who ? el("p", { class: "note" }, who) : null,
    ),
  );
  const [heading, ...rest] = section.box.childNodes;
  const details = el("details", { class: "timeline" }, el("summary", {}, heading), rest);
  section.box.append(details);
  const fill = () => {
    if (details.open) section.fill(timelineEntries(filter.records, filter.passing, filter.sources, filter.shown));
  };
  details.addEventListener("toggle", fill);
  return { box: section.box, fill };
}
