// Which source carries which claim, and which sources have one body behind them.

import { el } from "./dom.js";
import { plural, t } from "./messages.js";
import { number } from "./words.js";

const MOST_COLUMNS = 40;
const MOST_ROWS = 60;

/**
 * A table with a row for each source, by the body behind it, and a column for each claim; `fill(findings)` shows other claims.
 * @param {Body[]} bodies
 * @param {Map<string, Source>} sources
 * @param {Context["choose"]} choose
 */
export function matrixSection(bodies, sources, choose) {
  const notes = el("div", { class: "notes" });
  const scroll = el("div", { class: "matrix", tabindex: "0", role: "region", "aria-label": t("Sources by claims") });
  const key = el(
    "p",
    { class: "note" },
    t("● source of the claim; ○ source of a position; ◉ both. The numbers are those of the findings."),
  );
  const box = el("section", {}, el("h2", {}, t("Sources by claims")), notes, scroll, key);
  return {
    box,
    /** @param {Finding[]} findings */
    fill(findings) {
      box.hidden = !findings.length || !bodies.length;
      if (box.hidden) return;
      const shown = findings.slice(0, MOST_COLUMNS);
      const all = bodies.flatMap((body) => body.sources.map((id) => ({ body, id, marks: shown.map((one) => markOf(one, id)) })));
      // where there is no room for all, those that carry nothing are left out first
      const first = new Set([...all].sort((one, other) => rankOf(one.marks) - rankOf(other.marks)).slice(0, MOST_ROWS));
      const listed = all.filter((one) => first.has(one));
      const rows = listed.map((one, n) => rowOf(one.body, one.id, one.marks, listed[n - 1]?.body !== one.body, sources));
      notes.replaceChildren(
        ...bodies.flatMap((body) => restsOn(body, findings)),
        ...leftOut(findings.length - MOST_COLUMNS, all.length - MOST_ROWS),
      );
      const heads = shown.map((finding) => el("th", { scope: "col" }, columnButton(finding, choose)));
      scroll.replaceChildren(
        el(
          "table",
          {},
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("Body")), el("th", { scope: "col" }, t("Source")), heads)),
          el("tbody", {}, rows),
        ),
      );
    },
  };
}

/**
 * @param {Body} body
 * @param {string} id of the source
 * @param {string[]} marks
 * @param {boolean} begins whether the rows of the body begin with it
 * @param {Map<string, Source>} sources
 */
function rowOf(body, id, marks, begins, sources) {
  const source = sources.get(id);
  const grade = [source?.reliability, source?.credibility].filter((one) => one != null).join("");
  const name = `${source?.publisher ?? source?.title ?? id}${grade ? ` (${grade})` : ""}`;
  const cells = marks.map((mark) => el("td", {}, mark));
  const called = begins ? nameOf(body) : "";
  return el("tr", { class: begins ? "begins" : "" }, el("td", {}, called), el("th", { scope: "row" }, name), cells);
}

/**
 * Sources that carry something come before those that carry nothing.
 * @param {string[]} marks
 */
function rankOf(marks) {
  return marks.some(Boolean) ? 0 : 1;
}

/**
 * @param {Finding} finding
 * @param {string} id of a source
 */
function markOf(finding, id) {
  const [claim, position] = [finding.claim_sources.includes(id), finding.position_sources.includes(id)];
  if (claim && position) return "◉";
  if (claim) return "●";
  return position ? "○" : "";
}

/**
 * @param {Finding} finding
 * @param {Context["choose"]} choose
 */
function columnButton(finding, choose) {
  const button = el("button", { type: "button", "aria-label": `${finding.number}. ${finding.label}` }, String(finding.number));
  button.addEventListener("click", () => choose(finding.claim));
  return button;
}

/**
 * Which of several findings rest on one body alone.
 * @param {Body} body
 * @param {Finding[]} findings
 */
function restsOn(body, findings) {
  const numbers = findings.filter((finding) => body.claims.includes(finding.claim)).map((finding) => number(finding.number, 0));
  if (!body.names.length || numbers.length < 2) return [];
  const values = { name: nameOf(body), numbers: numbers.join(", ") };
  return [
    el(
      "p",
      { class: "note" },
      plural(
        numbers.length,
        "All sources of {count} claim rest on {name}: {numbers}.",
        "All sources of {count} claims rest on {name}: {numbers}.",
        values,
      ),
    ),
  ];
}

/** @param {Body} body */
function nameOf(body) {
  return body.names.join(" + ") || t("Body not named");
}

/**
 * What has no room in the table.
 * @param {number} columns
 * @param {number} rows
 */
function leftOut(columns, rows) {
  const words = [];
  if (columns > 0) words.push(plural(columns, "Not in this table: {count} more claim.", "Not in this table: {count} more claims."));
  if (rows > 0) words.push(plural(rows, "Not in this table: {count} more source.", "Not in this table: {count} more sources."));
  return words.map((text) => el("p", { class: "note" }, text));
}
