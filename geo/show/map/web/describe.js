// What is known of a record, for its card.

import { el, foreign, languageTag, link } from "./dom.js";
import { inEnglish } from "./explain.js";
import { dateText } from "./filter.js";
import { comma, t } from "./messages.js";
import { attribute, attributeText, coordinateForms, facts, KINDS, metres, rangeText } from "./words.js";
import { extentText } from "./zones.js";

/**
 * The sources of a record or a finding, each with its address.
 * @param {string[] | null | undefined} ids
 * @param {Map<string, Source>} sources
 */
export function sourceList(ids, sources) {
  if (!ids?.length) return el("p", { class: "sources" }, t("No source is given."));
  const items = ids.map((id) => {
    const source = sources.get(id);
    const known = source && [source.publisher, source.published_on && dateText(source.published_on)].filter(Boolean).join(comma());
    const grade = source ? gradeWords(source) : null;
    const title = link(source?.url, foreign(source?.title ?? id, source?.language));
    return el("li", {}, title, known ? `${comma()}${known}` : null, grade ? `: ${grade}` : null);
  });
  return el("ul", { class: "sources", "aria-label": t("Sources") }, items);
}

/**
 * The grade of a source in words.
 * @param {Source} source
 */
function gradeWords({ reliability, credibility }) {
  const words = [
    reliability ? t("reliability {grade}", { grade: reliability }) : null,
    credibility ? t("credibility {grade}", { grade: credibility }) : null,
  ].filter(Boolean);
  return words.join(", ") || t("not graded");
}

/**
 * @param {string} name
 * @param {string} text
 * @param {HTMLElement} shown the element that shows the text
 */
function copyButton(name, text, shown) {
  const button = el("button", { type: "button", class: "copy", "aria-label": t("Copy {name}: {text}", { name, text }) }, t("Copy"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = t("Copied");
    } catch {
      getSelection()?.selectAllChildren(shown); // no permission: mark it, for the keyboard to copy
    }
  });
  return button;
}

/** @param {SiteRecord} record */
function coordinateRows(record) {
  const forms = record.at ? coordinateForms(record.at) : [];
  if (record.published_coordinates) forms.unshift([t("As published"), record.published_coordinates]);
  const rows = forms.map(([name, text]) => {
    const shown = el("span", {}, text);
    return el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "copied" }, shown, copyButton(name, text, shown)));
  });
  const sure = !record.at ? t("no position was published") : record.known_m === null ? t("unknown") : metres(record.known_m);
  return [...rows, el("tr", {}, el("th", { scope: "row" }, t("Known to within")), el("td", {}, sure))];
}

/** @param {(Finding & { value: string })[] | undefined} rivals */
function rivalTable(rivals) {
  if (!rivals?.length) return null;
  const rows = rivals.map((claim) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, attributeText(claim.attribute ?? "", claim.value)),
      el("td", {}, [claim.claimed_by, claim.claimed_on && dateText(claim.claimed_on)].filter(Boolean).join(", ")),
    ),
  );
  const names = [...new Set(rivals.map((claim) => attribute(claim.attribute ?? "").words))].join(", ");
  return el("table", { class: "rivals" }, el("caption", {}, t("Claimed: {names}", { names })), el("tbody", {}, rows));
}

/**
 * Everything known of a record, as one element; `rivals` are the attribute claims about it, `ranges` the rings around any.
 * @param {SiteRecord} record
 * @param {Context} context
 */
export function describe(record, { sources, facts: known, rivals, markings, ranges, zones, rangeWarning, photos }) {
  const around = ranges.filter((range) => range.around === record.id);
  const reaches = around.map((range) => [t("Reported range"), rangeText(range, rangeWarning)]);
  const extents = zones.filter(({ id }) => id === record.id).map((zone) => [t("Extent"), extentText(zone)]);
  const rows = [...extents, ...facts(record, known[record.kind]), ...reaches].map(([name, text, lang]) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", { lang: languageTag(lang) }, text)),
  );
  return el(
    "div",
    { class: "described" },
    el("p", { class: "kind" }, t(KINDS[record.kind][0])),
    record.at ? null : el("p", { class: "note" }, t("No position was published, so it is not on the map.")),
    photos.figure(record),
    el("table", {}, el("tbody", {}, coordinateRows(record), rows)),
    rivalTable(rivals.get(record.id)),
    markings.filter(({ records }) => records.includes(record.id)).map(({ text }) => el("p", { class: "note" }, inEnglish(text))),
    record.quote ? el("blockquote", { lang: languageTag(record.language) }, record.quote) : null,
    record.note ? el("p", { class: "note" }, record.note) : null,
    photos.of(record.id),
    sourceList(record.sources, sources),
  );
}
