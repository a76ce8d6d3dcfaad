// The lists of the panel: findings, claims, records and sources, as far as the filter lets them through.

import { el } from "./dom.js";
import { isEarly, passes } from "./filter.js";
import { claimItem, findingItem, listSection, recordItem, sourceItem } from "./panel.js";
import { KINDS } from "./words.js";

/** All lists of the panel, in the order in which they are read. */
export class Lists {
  /**
   * @param {import("./data.js").Records} records
   * @param {Finding[]} findings
   * @param {string[]} together sentences on claims that cannot all hold
   * @param {import("./filter.js").Filter} filter
   * @param {Context} context
   */
  constructor(records, findings, together, filter, context) {
    this.records = records;
    this.findings = findings;
    this.filter = filter;
    this.sources = [...context.sources.values()];
    this.finding = listSection("Findings", (/** @type {Finding} */ finding) => findingItem(finding, context));
    this.together = listSection("Claims together", (/** @type {string} */ sentence) => el("li", {}, sentence));
    this.kinds = records.kinds.map((kind) =>
      listSection(KINDS[kind][1], (/** @type {number} */ number) => recordItem(records.get(number), context)),
    );
    this.claim = listSection("Claims as they were made", (/** @type {Finding} */ claim) => claimItem(claim, context));
    this.source = listSection("Sources", sourceItem);
    this.together.fill(together);
    this.boxes = [this.finding, this.together, ...this.kinds, this.claim, this.source].map((section) => section.box);
  }

  /**
   * Show what the filter and the state let through.
   * @param {ReaderState} state
   */
  fill(state) {
    const passing = this.findings.filter((finding) => passes(finding, state));
    this.finding.fill(passing);
    this.claim.fill(passing);
    this.kinds.forEach((section, code) => {
      section.fill(this.records.numbersOf(code).filter((number) => this.filter.matching[number]));
    });
    this.source.fill(this.sources.filter((source) => isEarly(source.published_on, state)));
  }

  /**
   * Bring the row of a record or of a claim into its list, where the list has not grown so far.
   * @param {string} id
   */
  reveal(id) {
    if (this.findings.some((finding) => finding.claim === id)) this.finding.reveal((finding) => finding.claim === id);
    const number = this.records.find(id);
    if (number !== undefined) this.kinds[this.records.kindOf[number]].reveal((one) => one === number);
  }
}
