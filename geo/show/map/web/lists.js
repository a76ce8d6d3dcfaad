// The lists of the panel: findings, records and sources, as far as the filter lets them through.

import { el } from "./dom.js";
import { inEnglish } from "./explain.js";
import { matrixSection } from "./matrix.js";
import { plural, t } from "./messages.js";
import { findingItem, listSection, markingItem, recordItem, sourceItem } from "./panel.js";
import { KINDS } from "./words.js";

/** All lists of the panel, in the order in which they are read. */
export class Lists {
  /**
   * @param {Payload} data
   * @param {import("./data.js").Records} records
   * @param {import("./filter.js").Filter} filter
   * @param {Context} context
   */
  constructor(data, records, filter, context) {
    this.data = data;
    this.records = records;
    this.filter = filter;
    this.finding = listSection(t("Findings"), (/** @type {Finding} */ finding) => findingItem(finding, context));
    this.together = listSection(t("Claims together"), (/** @type {Statement} */ { text }) => el("li", {}, inEnglish(text)));
    this.marking = listSection(t("One marking far apart"), (/** @type {MarkingStatement} */ one) => markingItem(one, records, context));
    this.kinds = records.kinds.map((kind) =>
      listSection(t(KINDS[kind][1]), (/** @type {number} */ number) => recordItem(records.get(number), context)),
    );
    if (data.zones_left_out) {
      const rest = plural(data.zones_left_out, "{count} more zone is not drawn.", "{count} more zones are not drawn.");
      this.kinds[records.kinds.indexOf("zone")]?.note.append(el("p", { class: "note" }, rest));
    }
    this.source = listSection(t("Sources"), sourceItem);
    this.matrix = matrixSection(data.bodies, context.sources, context.choose);
    const note = (/** @type {string} */ text) => el("p", { class: "note" }, inEnglish(text));
    if (filter.findings.some((finding) => finding.multiple !== null)) {
      this.finding.note.append(el("p", { class: "note" }, t("The widest gap first, as a multiple (×) of the uncertainty.")));
    }
    this.finding.note.append(...data.left_out.findings.map(note));
    this.together.note.append(...data.left_out.together.map(note));
    this.marking.note.append(...data.left_out.markings.map(note));
    this.boxes = [this.finding, this.together, this.marking, ...this.kinds, this.source, this.matrix].map((section) => section.box);
  }

  /** Show what the filter lets through. */
  fill() {
    const { filter, records, data } = this;
    this.finding.fill(filter.passing);
    this.together.fill(filter.passing.length ? data.together.filter(({ claims }) => filter.hasAll(claims)) : []);
    this.marking.fill(data.markings.filter((one) => filter.hasRecord(one.records)));
    this.kinds.forEach((section, code) => {
      section.fill(records.numbersOf(code).filter((number) => filter.shown[number]));
    });
    this.source.fill(filter.sources);
    this.matrix.fill(filter.passing);
  }

  /**
   * Bring the row of a record or of a claim into its list, where the list has not grown so far.
   * @param {string} id
   */
  reveal(id) {
    this.finding.reveal((finding) => finding.claim === id);
    const number = this.records.find(id);
    if (number !== undefined) this.kinds[this.records.kindOf[number]].reveal((one) => one === number);
  }
}
