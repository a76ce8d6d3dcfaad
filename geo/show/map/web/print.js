// The page on paper: the map first, then all that the filters show, with the numbers of the screen, on as many sheets as it takes.

import { el, foreign, link } from "./dom.js";
import { explanation, inEnglish, ties } from "./explain.js";
import { dateText } from "./filter.js";
import { comma, plural, t } from "./messages.js";
import { figures, methodSection, sourceWords } from "./panel.js";
import { coordinateForms, facts, gapText, KINDS, metres, number, saidFact } from "./words.js";
import { extentText } from "./zones.js";

/** Beyond so many rows a list is cut on paper, and says so. */
const MOST = 1000;
/** How a text ends that is a sentence, also inside what isolates it. */
const ENDED = /[.!?]["”»]?\u2069*$/;

/**
 * The map keeps what it shows, at the size of the sheet, and what is said of it follows.
 * @param {L.Map} map
 * @param {import("./view.js").View} view
 * @param {Payload} data
 * @param {import("./filter.js").Filter} filter
 * @param {Context} context
 */
export function addPrinting(map, view, data, filter, context) {
  /** @type {L.LatLngBounds | null} */
  let bounds = null;
  /** @type {HTMLElement | null} */
  let sheets = null;
  addEventListener("beforeprint", () => {
    sheets?.remove();
    sheets = paper(data, filter, context);
    document.querySelector("main")?.append(sheets);
    bounds = map.getBounds();
    document.documentElement.classList.add("printing");
    if (!view.refit()) map.fitBounds(bounds.pad(-0.15), { animate: false });
  });
  addEventListener("afterprint", () => {
    sheets?.remove();
    document.documentElement.classList.remove("printing");
    if (!view.refit() && bounds) map.fitBounds(bounds.pad(-0.05), { animate: false });
  });
}

/**
 * Everything that the filters show, as sections for paper.
 * @param {Payload} data
 * @param {import("./filter.js").Filter} filter
 * @param {Context} context
 */
export function paper(data, filter, context) {
  const { records, passing, sources } = filter;
  const numbers = new Map(sources.map((source, index) => [source.id, index + 1]));
  const shown = Array.from(filter.shown.keys()).filter((one) => filter.shown[one]);
  const together = data.together.filter(({ claims }) => filter.hasAll(claims)).map(({ text }) => el("li", {}, inEnglish(text)));
  return el(
    "section",
    { id: "paper" },
    el("p", { class: "statement" }, document.querySelector(".found")?.textContent ?? null),
    filter.isNarrowed ? el("p", { class: "note" }, whatIsPrinted(filter)) : null,
    part(t("Findings"), passing, (finding) => findingOnPaper(finding, numbers, context), "ol"),
    data.left_out.findings.map((text) => el("p", { class: "note" }, inEnglish(text))),
    passing.length && together.length ? [el("h2", {}, t("Claims together")), el("ul", {}, together)] : null,
    data.left_out.together.map((text) => el("p", { class: "note" }, inEnglish(text))),
    part(
      t("One marking far apart"),
      data.markings.filter((one) => filter.hasRecord(one.records)),
      ({ text }) => el("li", {}, inEnglish(text)),
      "ul",
    ),
    data.left_out.markings.map((text) => el("p", { class: "note" }, inEnglish(text))),
    part(t("Records"), shown, (one) => recordOnPaper(records.get(one), numbers, context), "ul"),
    part(t("Sources"), sources, (source) => sourceOnPaper(source), "ol"),
    methodSection(data),
  );
}

/** @param {import("./filter.js").Filter} filter */
function whatIsPrinted({ passing, findings, count, records, sources, allSources }) {
  const claims = plural(findings.length, "{shown} of {count} claim", "{shown} of {count} claims", { shown: number(passing.length, 0) });
  const rows = plural(records.count, "{shown} of {count} record", "{shown} of {count} records", { shown: number(count, 0) });
  const cited = plural(allSources.length, "{shown} of {count} source", "{shown} of {count} sources", { shown: number(sources.length, 0) });
  return t("The filters leave {claims}, {records} and {sources}; the rest is not printed.", { claims, records: rows, sources: cited });
}

/**
 * A list under a heading, cut where it is too long for paper; nothing where it is empty.
 * @template T
 * @param {string} title
 * @param {T[]} items
 * @param {(item: T) => HTMLElement} make
 * @param {"ol" | "ul"} tag
 */
function part(title, items, make, tag) {
  if (!items.length) return null;
  const rest = items.length - MOST;
  const note = t("Of {all}, the first {most} are printed. The page itself and its files have all.", {
    all: number(items.length, 0),
    most: number(MOST, 0),
  });
  return [el("h2", {}, title), el(tag, {}, items.slice(0, MOST).map(make)), rest > 0 ? el("p", { class: "note" }, note) : null];
}

/**
 * The numbers of sources in the list of sources.
 * @param {string[]} ids
 * @param {Map<string, number>} numbers
 * @param {Context} context
 * @param {string[]} [only] those that are the only one of a position
 */
function references(ids, numbers, context, only = []) {
  if (!ids.length) return t("none given");
  const words = ids.map((id) => {
    const at = numbers.get(id);
    const name = at === undefined ? sourceWords(id, context.sources) : `[${at}]`;
    return only.includes(id) ? `${name} (${t("the only source of these digits")})` : name;
  });
  return words.join(", ");
}

/**
 * Texts one after another, with a semicolon after each that does not end as a sentence does.
 * @param {string[]} texts
 */
function inOneSentence(texts) {
  return texts.map((text, index) => (index === texts.length - 1 || ENDED.test(text) ? text : `${text};`)).join(" ");
}

/**
 * Texts as sentences; those that end as one do not end twice.
 * @param {string[]} texts
 */
function sentences(texts) {
  return texts
    .filter(Boolean)
    .map((text) => (ENDED.test(text) ? text : `${text}.`))
    .join(" ");
}

/**
 * @param {Finding} finding
 * @param {Map<string, number>} numbers
 * @param {Context} context
 */
function findingOnPaper(finding, numbers, context) {
  const by = finding.claimed_by ? foreign(finding.claimed_by, null) : t("Claimant not named");
  const day = finding.claimed_on ? `${comma()}${dateText(finding.claimed_on)}` : "";
  const rest = finding.facts.map(saidFact).map(([label, text]) => t("{label}: {text}", { label, text }));
  const positions = references(finding.position_sources, numbers, context, finding.only_sources);
  return el(
    "li",
    { class: `finding ${finding.verdict}`, value: finding.number },
    el("h3", {}, finding.label),
    el("p", { class: "verdict" }, [t(finding.verdict), gapText(finding)].filter(Boolean).join(" · ")),
    figures(finding),
    explanation(finding, true),
    ties(finding),
    el("p", { class: "note" }, by, `${day}. ${sentences([inOneSentence(rest)])}`),
    finding.quote ? el("blockquote", {}, finding.quote) : null,
    finding.note ? el("p", { class: "note" }, finding.note) : null,
    el(
      "p",
      { class: "note" },
      t("Sources of the claim: {claim}. Of the positions: {positions}.", {
        claim: references(finding.claim_sources, numbers, context),
        positions,
      }),
    ),
  );
}

/**
 * @param {SiteRecord} record
 * @param {Map<string, number>} numbers
 * @param {Context} context
 */
function recordOnPaper(record, numbers, context) {
  const where = record.at ? coordinateForms(record.at)[0][1] : t("no position was published");
  const printed = record.published_coordinates ? t("{coordinates}, as published", { coordinates: record.published_coordinates }) : "";
  const known = record.at && record.known_m !== null ? t("known to within {distance}", { distance: metres(record.known_m) }) : "";
  const sources = t("Sources: {sources}", { sources: references(record.sources ?? [], numbers, context) });
  const extents = context.zones.filter(({ id }) => id === record.id).map((zone) => [t("Extent"), extentText(zone)]);
  const rest = [...extents, ...facts(record, context.facts[record.kind])].map(([label, text]) => t("{label}: {text}", { label, text }));
  return el(
    "li",
    {},
    el("h3", {}, record.label),
    context.photos.figure(record),
    el(
      "p",
      {},
      sentences([t(KINDS[record.kind][0]), inOneSentence([printed, where, known].filter(Boolean)), inOneSentence(rest), sources]),
    ),
    record.quote ? el("blockquote", {}, record.quote) : null,
    record.note ? el("p", { class: "note" }, record.note) : null,
  );
}

/** @param {Source} source */
function sourceOnPaper(source) {
  const rest = source.facts.map(saidFact).map(([label, text]) => t("{label}: {text}", { label, text }));
  return el(
    "li",
    {},
    el("p", {}, foreign(source.title, source.language), ENDED.test(source.title) ? " " : ". ", sentences([inOneSentence(rest)])),
    source.url ? el("p", { class: "note" }, link(source.url, source.url)) : null,
    source.archive_url ? el("p", { class: "note" }, `${t("Archived copy")}: `, link(source.archive_url, source.archive_url)) : null,
    source.quote ? el("blockquote", {}, source.quote) : null,
    source.note ? el("p", { class: "note" }, source.note) : null,
  );
}
