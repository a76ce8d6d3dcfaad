// The panel beside the map: everything that the map says, in words, in reading order, for a keyboard and a screen reader.

import { el, followed, foreign, languageTag, link } from "./dom.js";
import { inEnglish } from "./explain.js";
import { comma, plural, t } from "./messages.js";
import { symbol } from "./symbols.js";

import { attribute, claimedFigure, claimedRange, findingScale, gapText, isOpposed, measuredFigure, number, saidFact } from "./words.js";

const AT_ONCE = 100;
const SLIPS_AT_ONCE = 3;
const SOURCES_AT_ONCE = 2;

/**
 * What was measured and what is claimed, each with what it leaves open.
 * @param {Finding} finding
 */
export function figures(finding) {
  const { measured, claimed, attribute: name } = finding;
  /** @type {[string, string, string][]} */
  const pairs = [];
  if (claimed.azimuth_deg !== null) {
    const width = measured?.azimuth_half_width_deg;
    if (measured && !isOpposed(finding))
      pairs.push([t("measured"), measuredFigure(finding), width == null ? t("any direction") : `± ${number(width, 2)}°`]);
    const either = claimed.axis ? ` ${t("or {azimuth}", { azimuth: `${(claimed.azimuth_deg + 180) % 360}°` })}` : "";
    pairs.push([
      t("claimed"),
      `${claimed.azimuth_deg}°${either}`,
      claimed.azimuth_limit_deg === null ? t("no tolerance stated") : `± ${claimed.azimuth_limit_deg}°`,
    ]);
  } else if (claimed.low_m !== null) {
    if (measured) pairs.push([t("measured"), measuredFigure(finding), findingScale(finding).interval(measured.low_m, measured.high_m)]);
    pairs.push([t("claimed"), claimedFigure(finding), claimedRange(finding)]);
  } else {
    pairs.push([t("claimed"), claimedFigure(finding), attribute(name ?? "").words]);
  }
  const cells = pairs.map(([label, figure, range]) =>
    el("div", {}, el("dt", {}, label), el("dd", {}, el("strong", {}, figure), range ? el("span", {}, range) : null)),
  );
  return el("dl", { class: "figures" }, cells);
}

/**
 * A button that chooses a record or a claim.
 * @param {string} id
 * @param {(id: string) => void} choose
 * @param {Children} content
 */
export function chooserButton(id, choose, ...content) {
  const button = el("button", { type: "button", class: "choose" }, el("span", { class: "title" }, ...content));
  button.addEventListener("click", () => choose(id));
  return button;
}

/**
 * A heading that is such a button.
 * @param {string} id
 * @param {(id: string) => void} choose
 * @param {Children} content
 */
export function chooser(id, choose, ...content) {
  return el("h3", {}, chooserButton(id, choose, ...content));
}

/**
 * The number of a finding, its verdict, and how far the claim is missed.
 * @param {Finding} finding
 */
export function verdictLine(finding) {
  return el(
    "p",
    { class: "verdict" },
    el("span", { class: "badge" }, String(finding.number)),
    el("span", {}, t(finding.verdict)),
    el("span", { class: "gap" }, gapText(finding)),
  );
}

/**
 * A finding as a row: verdict, gap, what is claimed, and on which sources both sides rest.
 * @param {Finding} finding
 * @param {Context} context
 */
export function findingItem(finding, context) {
  return el(
    "li",
    { class: `finding ${finding.verdict}`, "data-id": finding.claim },
    verdictLine(finding),
    chooser(finding.claim, context.choose, finding.label),
    basis(finding, context),
  );
}

/**
 * One line on the sources of both sides with their grades, and whether one alone has the digits.
 * @param {Finding} finding
 * @param {Context} context
 */
export function basis(finding, { sources }) {
  const graded = (/** @type {string} */ id) => sourceWords(id, sources);
  const positions = finding.position_sources.map((id) =>
    finding.only_sources.includes(id) ? `${graded(id)}, ${t("the only source of these digits")}` : graded(id),
  );
  const said = finding.claim_sources.length ? fewOf(finding.claim_sources.map(graded)) : t("no source given");
  const sides = [
    t("Claim: {sources}.", { sources: said }),
    finding.position_sources.length ? ` ${t("Positions: {sources}.", { sources: fewOf(positions) })}` : null,
  ];
  return el("p", { class: "note basis" }, sides);
}

/**
 * The first of some texts, each once, and how many more there are.
 * @param {string[]} texts
 */
function fewOf(texts) {
  const all = [...new Set(texts)];
  const rest = all.length - SOURCES_AT_ONCE;
  return rest > 0
    ? t("{names} and {count} more", { names: all.slice(0, SOURCES_AT_ONCE).join("; "), count: number(rest, 0) })
    : all.join("; ");
}

/**
 * A source in a line: who published it, and its grade.
 * @param {string} id
 * @param {Map<string, Source>} sources
 */
export function sourceWords(id, sources) {
  const source = sources.get(id);
  if (!source) return id;
  const grade = [source.reliability, source.credibility].filter((one) => one != null).join("");
  return `${source.publisher ?? source.name ?? source.title} (${grade || t("not graded")})`;
}

/**
 * What it would take to turn a verdict; of many slips of the pen the first are shown: they leave least open.
 * @param {Turning | undefined} words
 */
export function further(words) {
  if (!words) return null;
  const item = (/** @type {string} */ sentence) => el("li", {}, inEnglish(sentence));
  const many = words.slips.length > SLIPS_AT_ONCE + 1;
  const first = many ? words.slips.slice(0, SLIPS_AT_ONCE) : words.slips;
  const rest = words.slips.slice(first.length);
  const fold = el(
    "details",
    {},
    el("summary", {}, plural(rest.length, "{count} more slip", "{count} more slips")),
    el("ul", {}, rest.map(item)),
  );
  const list = [...words.before, ...first].map(item).concat(many ? el("li", {}, fold) : [], words.after.map(item));
  return el("details", { class: "further" }, el("summary", {}, t("What would change the verdict")), el("ul", {}, list));
}

/**
 * A record as a row.
 * @param {SiteRecord} record
 * @param {Context} context
 */
export function recordItem(record, context) {
  return el(
    "li",
    { class: "record", "data-id": record.id },
    chooser(record.id, context.choose, symbol(record.kind, 18), record.label),
    record.at ? null : el("p", { class: "note" }, t("No position was published, so it is not on the map.")),
  );
}

/**
 * A marking that is reported far apart, with its records.
 * @param {MarkingStatement} one
 * @param {import("./data.js").Records} records
 * @param {Context} context
 */
export function markingItem({ text, records: ids }, records, context) {
  const buttons = ids.map((id) => chooserButton(id, context.choose, records.labelOf(id)));
  const names = buttons.map((button, index) => followed(button, index < ids.length - 1 ? comma() : "."));
  return el(
    "li",
    {},
    inEnglish(text),
    el(
      "p",
      { class: "named" },
      names.flatMap((name) => [name, " "]),
    ),
  );
}

/**
 * Facts, each with its label.
 * @param {Said[]} said
 */
export function factTable(said) {
  const rows = said
    .map(saidFact)
    .map(([label, text, lang]) => el("tr", {}, el("th", { scope: "row" }, label), el("td", { lang: languageTag(lang) }, text)));
  return rows.length ? el("table", { class: "facts" }, el("tbody", {}, rows)) : null;
}

/**
 * A source as a row.
 * @param {Source} source
 */
export function sourceItem(source) {
  return el(
    "li",
    { class: "source", "data-id": source.id },
    el("p", { class: "title" }, link(source.url, foreign(source.title, source.language))),
    source.name ? el("p", { class: "note" }, source.name) : null,
    factTable(source.facts),
    source.quote ? el("blockquote", { lang: languageTag(source.language) }, source.quote) : null,
    source.archive_url ? el("p", { class: "note" }, link(source.archive_url, t("Archived copy"))) : null,
    source.note ? el("p", { class: "note" }, source.note) : null,
  );
}

/**
 * A section whose list grows by a hundred rows at a time; `fill(items)` shows other items in it.
 * @template T
 * @param {string} title
 * @param {(item: T) => HTMLElement} make
 */
export function listSection(title, make) {
  const heading = el("h2", {}, title);
  const note = el("div", { class: "notes" });
  const list = el("ul", { class: "items" });
  const more = el("button", { type: "button", class: "more" });
  const box = el("section", {}, heading, note, list, more);
  /** @type {T[]} */
  let rest = [];
  const grow = () => {
    list.append(...rest.slice(0, AT_ONCE).map(make));
    rest = rest.slice(AT_ONCE);
    more.hidden = rest.length === 0;
    more.textContent = plural(rest.length, "Show more: {count} row is left", "Show more: {count} rows are left");
  };
  more.addEventListener("click", grow);
  return {
    box,
    /** Where sentences about the list stand. */
    note,
    /** @param {T[]} items */
    fill(items) {
      heading.textContent = items.length > 12 ? `${title} (${number(items.length, 0)})` : title;
      list.replaceChildren();
      rest = items;
      grow();
      box.hidden = items.length === 0;
    },
    /**
     * Bring a row that is not yet there into the list.
     * @param {(item: T) => boolean} isIt
     */
    reveal(isIt) {
      const at = rest.findIndex(isIt);
      if (at < 0) return;
      const [item] = rest.splice(at, 1);
      list.prepend(make(item));
    },
  };
}

/**
 * How verdicts are reached, what the map cannot tell, and where its data came from.
 * @param {Payload} data
 */
export function methodSection(data) {
  const dates = data.dates ? ` ${t("Its dates run from {first} to {last}.", { first: data.dates[0], last: data.dates[1] })}` : "";
  const limits = t(
    "What this page cannot tell: who is right, since a misprint is one possible explanation; whether a place is safe; where a boundary runs if the record has none.",
  );
  const lines = t("A dashed line shows a radius as reported; thin lines show it less and plus the uncertainty of the position.");
  const made = t("Made from {file}, SHA-256 {hash}, with debris-sites {version}.", {
    file: data.file,
    hash: data.sha256,
    version: data.version,
  });
  return el(
    "section",
    { class: "method" },
    el("h2", {}, t("Method and limits")),
    el("p", {}, t(data.method)),
    el("p", {}, `${t(data.warning)} ${lines}`),
    data.ranges.length ? el("p", {}, t("Reported range: {warning}", { warning: t(data.range_warning) })) : null,
    el("p", {}, limits),
    el("p", { class: "note" }, `${made}${dates}`),
  );
}

/**
 * Mark the row of a record or a finding.
 * @param {HTMLElement} panel
 * @param {string | null} id
 */
export function markRow(panel, id) {
  for (const one of panel.querySelectorAll("li.chosen")) one.classList.remove("chosen");
  const row = id === null ? null : panel.querySelector(`li[data-id="${CSS.escape(id)}"]`);
  row?.classList.add("chosen");
  return row;
}
