// What was found, first of all: how many claims have which verdict, each count a filter, and what is shown of the rest.

import { el, followed, say, visible } from "./dom.js";
import { comma, later, plural, row, t } from "./messages.js";
import { chooserButton } from "./panel.js";
import { START } from "./state.js";
import { COUNTED, claimedFigure, measuredFigure, number } from "./words.js";

/** The verdicts in the order of the lists, each with its words for a number of claims. @type {[Verdict, (count: number) => string][]} */
const VERDICTS = [
  [later("contradicted"), (count) => plural(count, "{count} is contradicted", "{count} are contradicted")],
  [later("compatible"), (count) => plural(count, "{count} may hold", "{count} may hold")],
  [later("agrees"), (count) => plural(count, "{count} agrees", "{count} agree")],
  [later("untestable"), (count) => plural(count, "{count} cannot be tested", "{count} cannot be tested")],
];

/**
 * The summary at the top of the panel.
 * @param {import("./data.js").Records} records
 * @param {import("./filter.js").Filter} filter
 * @param {import("./state.js").State} state
 */
export function summarySection(records, filter, state) {
  const heading = el("h2", { class: "found" });
  const widest = el("p", { class: "widest" });
  const shown = el("p", { class: "shown", role: "status" });
  const again = el("button", { type: "button", class: "more" }, t("Show everything again"));
  again.addEventListener("click", () => {
    const kinds = records.kinds;
    const hiddenLayers = new Set([...state.get().hiddenLayers].filter((name) => !kinds.some((kind) => kind === name)));
    state.set({ hiddenVerdicts: START.hiddenVerdicts, text: "", until: null, hiddenLayers });
  });
  const rows = VERDICTS.map(([verdict, say]) => ({ verdict, say, button: verdictButton(verdict, state) }));
  return {
    box: el("section", { class: "summary" }, heading, widest, shown, again),
    /** @param {ReaderState} now */
    fill(now) {
      const { findings, counts } = filter;
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (!findings.length) heading.textContent = withoutClaims(records, filter.allSources.length);
      else {
        const parts = rows.flatMap(({ verdict, say, button }) => {
          const count = counts.get(verdict) ?? 0;
          button.textContent = say(count);
          const isOnly = now.hiddenVerdicts.size > 0 && !now.hiddenVerdicts.has(verdict);
          button.setAttribute("aria-pressed", String(isOnly));
          return count ? [button] : [];
        });
        const row = parts.flatMap((part, index) => [followed(part, index < parts.length - 1 ? comma() : "."), " "]);
        if (total) heading.replaceChildren(plural(total, "Of {count} claim", "Of {count} claims"), comma(), ...row.slice(0, -1));
        else heading.textContent = plural(findings.length, "The claim of this file is not shown.", "None of the {count} claims is shown.");
        if (!anyPlaced(records)) heading.append(` ${nothingPlaced()}`);
      }
      widest.replaceChildren();
      const [first] = filter.passing;
      if (first?.verdict === "contradicted" && first.measured && filter.passing.length > 1) {
        const figures = t("{measured} measured, {claimed} claimed.", { measured: measuredFigure(first), claimed: claimedFigure(first) });
        const button = chooserButton(first.claim, (id) => state.set({ chosen: id }), first.label);
        say(widest, `${t("Widest gap:")} `, followed(button, ":"), ` ${figures}`);
      }
      again.hidden = !filter.isNarrowed;
      shown.textContent = filter.isNarrowed ? whatIsShown(filter, now.text) : "";
    },
  };
}

/**
 * A count that shows its verdict alone, and once more shows all.
 * @param {Verdict} verdict
 * @param {import("./state.js").State} state
 */
function verdictButton(verdict, state) {
  const button = el("button", { type: "button", class: `count ${verdict}` });
  button.addEventListener("click", () => {
    const others = VERDICTS.map(([other]) => other).filter((other) => other !== verdict);
    const isOnly = button.getAttribute("aria-pressed") === "true";
    state.set({ hiddenVerdicts: new Set(isOnly ? [] : others) });
  });
  return button;
}

/**
 * @param {import("./filter.js").Filter} filter
 * @param {string} text
 */
function whatIsShown(filter, text) {
  const { records, findings, passing, count } = filter;
  if (!count && !passing.length && text) return t("Nothing found for “{text}”.", { text: visible(text) });
  const rows = plural(records.count, "{shown} of {count} record", "{shown} of {count} records", { shown: number(count, 0) });
  if (!findings.length) return t("Shown: {records}.", { records: rows });
  const claims = plural(findings.length, "{shown} of {count} claim", "{shown} of {count} claims", { shown: number(passing.length, 0) });
  return t("Shown: {records} and {claims}.", { records: rows, claims });
}

/**
 * What a file without claims holds.
 * @param {import("./data.js").Records} records
 * @param {number} sources
 */
function withoutClaims(records, sources) {
  const kinds = records.kinds.map((kind, code) => ({ count: records.starts[code + 1] - records.starts[code], say: COUNTED[kind] }));
  const held = [...kinds, { count: sources, say: COUNTED.source }].flatMap(({ count, say }) => (count ? [say(count)] : []));
  if (!held.length) return t("This file holds no records yet.");
  const holds = t("This file holds {list}, and no claims to check.", { list: row(held) });
  return anyPlaced(records) ? holds : `${holds} ${nothingPlaced()}`;
}

/** @param {import("./data.js").Records} records */
function anyPlaced(records) {
  return records.lat.some((degrees) => !Number.isNaN(degrees));
}

function nothingPlaced() {
  return t("Nothing in it has a position, so there is nothing to draw.");
}
