// The card on top of the panel: what is chosen, in full, with the way to the one before, the next, and back.

import { describe, sourceList } from "./describe.js";
import { byId, el } from "./dom.js";
import { explanation, ties } from "./explain.js";
import { dateText } from "./filter.js";
import { t } from "./messages.js";
import { chooserButton, factTable, figures, further, markRow, verdictLine } from "./panel.js";

/** Shows the chosen finding or record in full, above the lists. */
export class Card {
  /** @type {HTMLElement | null} */ #opener = null;

  /**
   * @param {HTMLElement} panel
   * @param {import("./lists.js").Lists} lists
   * @param {Context} context
   * @param {import("./state.js").State} state
   */
  constructor(panel, lists, context, state) {
    this.panel = panel;
    this.lists = lists;
    this.context = context;
    this.state = state;
    this.box = el("section", { class: "card", "aria-label": t("Chosen"), hidden: true });
    /** What stands in the card of a finding, before its figures: functions that make an element or nothing. */
    /** @type {((finding: Finding) => HTMLElement | null)[]} */
    this.slots = [];
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isTyping = /** @type {Element | null} */ (event.target)?.matches?.("input:not([type=checkbox]), textarea, select");
    if (this.box.hidden || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const isCleared = event.target instanceof HTMLInputElement && event.target.type === "search" && event.target.value;
    if (event.key === "Escape" && !isCleared)
      this.close(); // else it clears the search, and nothing more
    else if (!isTyping && event.key.toLowerCase() === "n") this.step(1);
    else if (!isTyping && event.key.toLowerCase() === "p") this.step(-1);
  }

  /**
   * Show what has an id, or nothing; `mayFocus` moves the keyboard's focus there.
   * @param {string | null} id
   * @param {boolean} mayFocus
   */
  show(id, mayFocus) {
    const finding = this.#finding(id);
    const number = finding ? undefined : this.lists.records.find(id);
    const record = number === undefined ? null : this.lists.records.get(number);
    const wasHidden = this.box.hidden;
    if (wasHidden && document.activeElement instanceof HTMLElement) this.#opener = document.activeElement;
    const isUnknown = id !== null && !finding && !record;
    this.box.hidden = id === null;
    this.box.className = finding ? `card finding ${finding.verdict}` : "card";
    const title = el("h2", { tabindex: -1, class: "title" }, finding?.label ?? record?.label ?? "");
    if (finding) this.box.replaceChildren(this.#bar(finding), verdictLine(finding), title, ...this.#findingParts(finding));
    else if (record) this.box.replaceChildren(this.#bar(null), title, describe(record, this.context), this.#findingsOf(record.id));
    else if (isUnknown)
      this.box.replaceChildren(
        this.#bar(null),
        el("p", {}, t("The link names “{id}”, and nothing in this record has that id.", { id: id ?? "" })),
      );
    if (id !== null && !this.panel.querySelector(`li[data-id="${CSS.escape(id)}"]`)) this.lists.reveal(id);
    const row = markRow(this.panel, id);
    if (this.box.hidden) row?.scrollIntoView({ block: "nearest" });
    else this.panel.scrollTop = 0;
    if (!mayFocus || this.box.hidden) return;
    if (this.panel.hidden) byId("fold").click(); // else what was chosen would be told nowhere
    title.focus({ preventScroll: true });
    if (getComputedStyle(this.panel).overflowY === "visible") this.box.scrollIntoView(); // the whole page scrolls, not the panel
  }

  /** Close the card; the focus returns to what opened it. */
  close() {
    const id = this.state.get().chosen;
    const isSymbol = this.#opener?.classList.contains("marker");
    this.state.set({ chosen: null });
    const row = id === null ? null : this.panel.querySelector(`li[data-id="${CSS.escape(id)}"] button`);
    const symbol = isSymbol ? document.querySelector(`.marker[data-record="${CSS.escape(id ?? "")}"]`) : null; // drawn again meanwhile
    const back = symbol ?? (this.#opener?.isConnected && this.#opener !== document.body ? this.#opener : row);
    if (back instanceof HTMLElement) {
      back.focus({ preventScroll: true });
      if (this.panel.contains(back)) back.scrollIntoView({ block: "nearest" }); // the map never moves for the focus, the list does
    }
    this.#opener = null;
  }

  /**
   * Go to another finding of those that are shown.
   * @param {number} by
   */
  step(by) {
    const { passing } = this.lists.filter;
    if (!passing.length) return;
    const at = passing.findIndex((finding) => finding.claim === this.state.get().chosen);
    const next = at < 0 ? 0 : (at + by + passing.length) % passing.length;
    this.state.set({ chosen: passing[next].claim });
  }

  /** @param {string | null} id */
  #finding(id) {
    return this.lists.filter.findings.find((finding) => finding.claim === id) ?? null;
  }

  /** @param {Finding | null} finding */
  #bar(finding) {
    const { passing } = this.lists.filter;
    const button = (/** @type {string} */ sign, /** @type {string} */ words, /** @type {() => void} */ act) => {
      const made = el("button", { type: "button", class: "step", "aria-label": words, title: words }, sign);
      made.addEventListener("click", act);
      return made;
    };
    const at = finding ? passing.indexOf(finding) + 1 : 0;
    const place = at ? t("{place} of {count}", { place: at, count: passing.length }) : finding ? t("not in the list now") : null;
    const steps = finding
      ? [
          button("‹", t("Previous finding (P)"), () => this.step(-1)),
          el("span", {}, place),
          button("›", t("Next finding (N)"), () => this.step(1)),
        ]
      : [];
    return el(
      "p",
      { class: "bar" },
      steps,
      button("✕", t("Close (Escape)"), () => this.close()),
    );
  }

  /** @param {Finding} finding */
  #findingParts(finding) {
    const { context } = this;
    const by = [finding.claimed_by ?? t("Claimant not named"), finding.claimed_on && dateText(finding.claimed_on)]
      .filter(Boolean)
      .join(", ");
    const ids = [finding.from, finding.to, ...(finding.about ?? [])].filter((id) => id !== null);
    const records = ids.map((id) => el("li", {}, chooserButton(id, context.choose, this.lists.records.labelOf(id))));
    const only = finding.only_sources.length ? el("p", { class: "note" }, this.#onlyText(finding)) : null;
    return [
      ...this.slots.map((slot) => slot(finding)).filter((one) => one !== null),
      figures(finding),
      explanation(finding),
      ties(finding),
      further(context.further[finding.claim]),
      el("h3", {}, t("The claim as it was made")),
      el("p", {}, by),
      factTable(finding.facts),
      finding.quote ? el("blockquote", {}, finding.quote) : null,
      finding.note ? el("p", { class: "note" }, finding.note) : null,
      el("h3", {}, t("Sources of the claim")),
      sourceList(finding.claim_sources, context.sources),
      el("h3", {}, t("Sources of the positions")),
      sourceList(finding.position_sources, context.sources),
      only,
      records.length ? [el("h3", {}, t("Records")), el("ul", { class: "items" }, records)] : null,
    ]
      .flat()
      .filter((one) => one !== null);
  }

  /** @param {Finding} finding */
  #onlyText(finding) {
    const names = finding.only_sources.map((id) => this.context.sources.get(id)?.publisher ?? this.context.sources.get(id)?.title ?? id);
    return t("{names}: the only source of these digits.", { names: [...new Set(names)].join(", ") });
  }

  /** @param {string} id */
  #findingsOf(id) {
    const about = this.lists.filter.findings.filter((one) => [one.from, one.to, ...(one.about ?? [])].includes(id));
    if (!about.length) return el("p", { class: "note" }, t("No claim in this file is about it."));
    const rows = about.map((finding) =>
      el(
        "li",
        { class: `finding ${finding.verdict}` },
        verdictLine(finding),
        chooserButton(finding.claim, this.context.choose, finding.label),
      ),
    );
    return el("div", {}, el("h3", {}, t("Findings about it")), el("ul", { class: "items" }, rows));
  }
}
