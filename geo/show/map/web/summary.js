// What was found, first of all: how many claims have which verdict, each count a filter, and what is shown of the rest.

import { el } from "./dom.js";
import { chooserButton } from "./panel.js";
import { START } from "./state.js";
import { claimedFigure, counted, KINDS, measuredFigure, number } from "./words.js";

/** The verdicts in the order of the lists, each with its words for one claim and for more. @type {[Verdict, string, string][]} */
const VERDICTS = [
  ["contradicted", "is contradicted", "are contradicted"],
  ["compatible", "may hold", "may hold"],
  ["agrees", "agrees", "agree"],
  ["untestable", "cannot be tested", "cannot be tested"],
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
  const again = el("button", { type: "button", class: "more" }, "Show everything again");
  again.addEventListener("click", () => {
    const kinds = records.kinds;
    const hiddenLayers = new Set([...state.get().hiddenLayers].filter((name) => !kinds.some((kind) => kind === name)));
    state.set({ hiddenVerdicts: START.hiddenVerdicts, text: "", until: null, hiddenLayers });
  });
  const [first] = filter.findings;
  if (first?.verdict === "contradicted" && first.measured && filter.findings.length > 1) {
    const figures = `: ${measuredFigure(first)} measured, ${claimedFigure(first)} claimed.`;
    widest.append(
      "Widest gap: ",
      chooserButton(first.claim, (id) => state.set({ chosen: id }), first.label),
      figures,
    );
  }
  const rows = VERDICTS.map(([verdict, one, many]) => ({ verdict, one, many, button: verdictButton(verdict, state) }));
  return {
    box: el("section", { class: "summary" }, heading, widest, shown, again),
    /** @param {ReaderState} now */
    fill(now) {
      const { findings, counts } = filter;
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (!findings.length) heading.textContent = withoutClaims(records, filter.allSources.length);
      else {
        const parts = rows.flatMap(({ verdict, one, many, button }) => {
          const count = counts.get(verdict) ?? 0;
          button.textContent = `${number(count, 0)} ${count === 1 ? one : many}`;
          const isOnly = now.hiddenVerdicts.size > 0 && !now.hiddenVerdicts.has(verdict);
          button.setAttribute("aria-pressed", String(isOnly));
          return count ? [button] : [];
        });
        const row = parts.flatMap((part, index) => (index ? [", ", part] : [part]));
        heading.replaceChildren(`Of ${counted(total, "claim", "claims")}${row.length ? ", " : ""}`, ...row, ".");
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
  if (!count && !passing.length && text) return `Nothing found for “${text}”.`;
  const claims = findings.length ? ` and ${number(passing.length, 0)} of ${counted(findings.length, "claim", "claims")}` : "";
  return `Shown: ${number(count, 0)} of ${counted(records.count, "record", "records")}${claims}.`;
}

/**
 * What a file without claims holds.
 * @param {import("./data.js").Records} records
 * @param {number} sources
 */
function withoutClaims(records, sources) {
  const kinds = records.kinds.map((kind, code) => [records.starts[code + 1] - records.starts[code], ...KINDS[kind]]);
  const held = [...kinds, [sources, "Source", "Sources"]].flatMap(([count, one, many]) =>
    count ? [counted(Number(count), String(one).toLowerCase(), String(many).toLowerCase())] : [],
  );
  if (!held.length) return "This file holds no records yet.";
  const list = held.length > 1 ? `${held.slice(0, -1).join(", ")} and ${held.at(-1)}` : held[0];
  const placed = Array.from({ length: records.count }, (_, one) => one).some((one) => records.isPlaced(one));
  return `This file holds ${list}, and no claims to check.${placed ? "" : " Nothing in it has a position, so there is nothing to draw."}`;
}
