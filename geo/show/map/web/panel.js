// The panel beside the map: everything that the map says, in words, in reading order, for a keyboard and a screen reader.

import { el, foreign, languageTag, link } from "./dom.js";
import { describe, sourceList } from "./popup.js";
import { symbol } from "./symbols.js";
import { attribute, attributeText, counted, findingScale, number, statedInterval } from "./words.js";

const AT_ONCE = 100;
const SLIPS_AT_ONCE = 3;

/** @param {Finding} finding */
function figures(finding) {
  const { kind, measured, claimed, unit, attribute: name } = finding;
  /** @type {[string, string, string][]} */
  const pairs = [];
  if (claimed.azimuth_deg !== null) {
    const width = measured?.azimuth_half_width_deg;
    if (measured) pairs.push(["measured", `${number(measured.azimuth_deg)}°`, width == null ? "any direction" : `± ${number(width, 2)}°`]);
    const either = claimed.axis ? ` or ${(claimed.azimuth_deg + 180) % 360}°` : "";
    pairs.push(["claimed", `${claimed.azimuth_deg}°${either}`, `± ${claimed.azimuth_limit_deg}°`]);
  } else if (claimed.low_m !== null) {
    const scale = findingScale(finding);
    if (measured) pairs.push(["measured", scale.length(measured.distance_m), scale.interval(measured.low_m, measured.high_m)]);
    const inside = kind === "within_claim" && claimed.high_m === 0;
    pairs.push(["claimed", inside ? "inside" : claimed.text, inside ? "" : statedInterval(claimed.low_m, claimed.high_m, unit)]);
  } else {
    pairs.push(["claimed", attributeText(name ?? "", claimed.value), attribute(name ?? "").words]);
  }
  const cells = pairs.map(([name, figure, range]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, el("strong", {}, figure), range ? el("span", {}, range) : null)),
  );
  return el("dl", { class: "figures" }, cells);
}

/**
 * A heading that shows on the map what it names.
 * @param {string} id
 * @param {(id: string) => void} choose
 * @param {Children} content
 */
export function chooser(id, choose, ...content) {
  const button = el("button", { type: "button", class: "choose" }, el("span", { class: "title" }, ...content));
  button.addEventListener("click", () => choose(id));
  return el("h3", {}, button);
}

/**
 * A finding as a row.
 * @param {Finding} finding
 * @param {Context} context
 */
export function findingItem(finding, context) {
  return el(
    "li",
    { class: `finding ${finding.verdict}`, "data-id": finding.claim },
    el("p", { class: "verdict" }, finding.verdict),
    chooser(finding.claim, context.choose, finding.label),
    figures(finding),
    el("p", {}, finding.explanation),
    finding.ties ? el("p", { class: "note" }, finding.ties) : null,
    further(context.further[finding.claim]),
    el(
      "details",
      {},
      el("summary", {}, "Sources on both sides"),
      el("p", { class: "note" }, "Of the claim"),
      sourceList(finding.claim_sources, context.sources),
      el("p", { class: "note" }, "Of the positions"),
      sourceList(finding.position_sources, context.sources),
    ),
  );
}

/**
 * What it would take to turn a verdict; of many slips of the pen the first are shown: they leave least open.
 * @param {Turning | undefined} words
 */
export function further(words) {
  if (!words) return null;
  const item = (/** @type {string} */ sentence) => el("li", {}, sentence);
  const many = words.slips.length > SLIPS_AT_ONCE + 1;
  const first = many ? words.slips.slice(0, SLIPS_AT_ONCE) : words.slips;
  const rest = words.slips.slice(first.length);
  const fold = el("details", {}, el("summary", {}, counted(rest.length, "more slip", "more slips")), el("ul", {}, rest.map(item)));
  const list = [...words.before, ...first].map(item).concat(many ? el("li", {}, fold) : [], words.after.map(item));
  return el("details", { class: "further" }, el("summary", {}, "What would turn the verdict"), el("ul", {}, list));
}

/**
 * A record with a place as a row.
 * @param {SiteRecord} record
 * @param {Context} context
 */
export function recordItem(record, context) {
  const details = el("details", {}, el("summary", {}, "What is known"));
  // filled when it is opened: a hundred rows of tables at once make a slow page
  details.addEventListener("toggle", () => details.open && details.children.length === 1 && details.append(describe(record, context)));
  return el(
    "li",
    { class: "record", "data-id": record.id },
    chooser(record.id, context.choose, symbol(record.kind, 18), record.label),
    record.at ? null : el("p", { class: "note" }, "No position was published, so it is not on the map."),
    details,
  );
}

/**
 * Facts, each with its label.
 * @param {[string, string][]} pairs
 */
function factTable(pairs) {
  const rows = pairs.map(([label, text]) => el("tr", {}, el("th", { scope: "row" }, label), el("td", {}, text)));
  return rows.length ? el("table", { class: "facts" }, el("tbody", {}, rows)) : null;
}

/**
 * A claim as it was made.
 * @param {Finding} claim
 * @param {Context} context
 */
export function claimItem(claim, context) {
  const by = [claim.claimed_by ?? "Claimant not named", claim.claimed_on].filter(Boolean).join(", ");
  return el(
    "li",
    { class: "claim", "data-id": `claim of ${claim.claim}` },
    el("h3", { class: "title" }, claim.label),
    el("p", {}, by),
    factTable(claim.facts),
    claim.quote ? el("blockquote", { lang: languageTag(claim.language) }, claim.quote) : null,
    claim.note ? el("p", { class: "note" }, claim.note) : null,
    sourceList(claim.claim_sources, context.sources),
  );
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
    source.archive_url ? el("p", { class: "note" }, link(source.archive_url, "Archived copy")) : null,
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
  const list = el("ul", { class: "items" });
  const more = el("button", { type: "button", class: "more" });
  const box = el("section", {}, heading, list, more);
  /** @type {T[]} */
  let rest = [];
  const grow = () => {
    list.append(...rest.slice(0, AT_ONCE).map(make));
    rest = rest.slice(AT_ONCE);
    more.hidden = rest.length === 0;
    more.textContent = `Show more: ${counted(rest.length, "row is", "rows are")} left`;
  };
  more.addEventListener("click", grow);
  return {
    box,
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
  const dates = data.dates ? ` Its dates run from ${data.dates[0]} to ${data.dates[1]}.` : "";
  const limits =
    "What this page cannot tell: who is right, since a misprint is one of the explanations; whether a place is safe; where a boundary runs that the record does not have.";
  return el(
    "section",
    { class: "method" },
    el("h2", {}, "Method and limits"),
    el("p", {}, data.method),
    el(
      "p",
      {},
      `${data.warning} A dashed line shows a radius as reported; thin lines show it less and plus the uncertainty of the position.`,
    ),
    data.ranges.length ? el("p", {}, `Reported range: ${data.range_warning}`) : null,
    el("p", {}, limits),
    el("p", { class: "note" }, `Made from ${data.file}, SHA-256 ${data.sha256}, with debris-sites ${data.version}.${dates}`),
  );
}

/**
 * Mark the row of a record or a finding and bring it into view.
 * @param {HTMLElement} panel
 * @param {string} id
 */
export function markRow(panel, id) {
  for (const one of panel.querySelectorAll(".chosen")) one.classList.remove("chosen");
  const row = panel.querySelector(`[data-id="${CSS.escape(id)}"]`);
  row?.classList.add("chosen");
  row?.scrollIntoView({ block: "nearest" });
  return Boolean(row);
}
