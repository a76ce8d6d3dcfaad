// What was said when: everything in the record that has a date, in the order of time.

import { el, link } from "./dom.js";
import { firstDay, lastDay } from "./filter.js";
import { chooser, listSection } from "./panel.js";

/** The entries of the timeline in the order in which `geo sources` lists them. */
export function timelineEntries(records, findings, sources) {
  const dated = [];
  const add = (id, when, what, who, url) => {
    if (when) dated.push({ id, when, what, who, url, first: firstDay(when), last: lastDay(when) });
  };
  for (let number = 0; number < records.count; number += 1) {
    const when = records.column(number, "found_on") ?? records.column(number, "struck_on");
    add(records.id(number), when, records.label(number));
  }
  for (const claim of findings) add(claim.claim, claim.claimed_on, claim.label, claim.claimed_by);
  for (const source of sources) add(source.id, source.published_on, source.name ?? source.title, source.publisher, source.url ?? "");
  dated.sort((one, other) => one.first - other.first || one.last - other.last);
  const undated = findings.filter((claim) => !claim.claimed_on);
  return [...dated, ...undated.map((claim) => ({ id: claim.claim, when: "undated", what: claim.label, who: claim.claimed_by }))];
}

/** A folded section that is filled when it is opened, since few read it and a file may have a million dates. */
export function timelineSection(records, findings, sources, choose) {
  const section = listSection("Timeline", ({ id, when, what, who, url }) =>
    el(
      "li",
      { class: "dated" },
      el("p", { class: "day" }, when),
      url === undefined ? chooser(id, choose, what) : el("p", { class: "title" }, link(url, what)),
      who ? el("p", { class: "note" }, who) : null,
    ),
  );
  const [heading, ...rest] = section.box.childNodes;
  const details = el("details", { class: "timeline" }, el("summary", {}, heading), rest);
  section.box.append(details);
  let filled = false;
  details.addEventListener("toggle", () => {
    if (!filled) section.fill(timelineEntries(records, findings, sources));
    filled = true;
  });
  return section.box;
}
