// Hands on what the reader has done to the page that comes in this one's place: in another language, or drawn after a save.

import { byId } from "./dom.js";
import { deserialise, serialise } from "./state.js";

const KEPT = "handover";
const BOXES = 'input[type="text"], input[type="search"]';
const FOCUSABLE = ["input", "button", "summary", "select", "a", "[tabindex]"].join();
/** Boxes that the reader typed into. @type {Set<string>} */
const typedInto = new Set();

/**
 * The reader's state, what is tried with What if, how far panel and page are scrolled, whether the panel is hidden, how tall
 * the sheet is, which folds are open, how many rows lists have, what was typed into boxes, and which element has the focus,
 * with the marked part of its text.
 * @typedef {{
 *   page: string, state: string, tried: Tried, scrolled: [number, number], hidden: boolean, height: string,
 *   folds: Record<string, boolean>, rows: Record<string, number>, typed: Record<string, string>,
 *   focus: { name: string, marked: [number | null, number | null] } | null,
 * }} Handed
 */

/** @returns {Handed | null} */
function recall() {
  try {
    const handed = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    return handed?.page === location.pathname ? handed : null;
  } catch {
    return null; // no storage, or not ours
  }
}

/** The reader's state as the page before this one had it; null where there was none. */
export function handedState() {
  const handed = recall();
  return handed && deserialise(handed.state);
}

/** From now on, note which boxes the reader types into. */
export function noteTyping() {
  document.addEventListener("input", ({ target }) => {
    if (target instanceof Element && target.matches(BOXES)) typedInto.add(nameOf(target));
  });
}

/**
 * Keep everything for the next page of this address in this tab.
 * @param {import("./state.js").State} state
 * @param {Tried} tried
 */
export function handOver(state, tried) {
  const panel = byId("panel");
  const focused = document.activeElement;
  const isBox = focused instanceof HTMLInputElement && focused.matches(BOXES);
  /** @type {Handed} */
  const handed = {
    page: location.pathname,
    state: serialise(state.get()),
    tried,
    scrolled: [panel.scrollTop, scrollY],
    hidden: Boolean(panel.hidden),
    height: panel.style.getPropertyValue("--sheet-height"),
    folds: Object.fromEntries(Array.from(document.querySelectorAll("details"), (details) => [nameOf(details), details.open])),
    rows: Object.fromEntries(lists().map((list) => [nameOf(list), list.children.length])),
    typed: Object.fromEntries(typedBoxes().map((box) => [nameOf(box), box.value])),
    focus: focused?.matches(FOCUSABLE)
      ? { name: nameOf(focused), marked: isBox ? [focused.selectionStart, focused.selectionEnd] : [null, null] }
      : null,
  };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(handed));
  } catch {
    // without storage the next page starts afresh; the state is in its address
  }
}

/**
 * Take up what the page before this one handed on, once this one is drawn; a link that is opened later counts again.
 * @param {import("./what_if.js").WhatIf} whatIf
 */
export function takeOver(whatIf) {
  const handed = recall();
  if (!handed) return;
  sessionStorage.removeItem(KEPT);
  whatIf.take(handed.tried);
  restore(handed);
}

/** Lists that grow. */
function lists() {
  return Array.from(document.querySelectorAll("#panel > section > ul.items"));
}

/** Boxes with what the reader typed; what-if's only while it differs from the record, which may be another one by now. */
function typedBoxes() {
  const isTried = document.querySelector(".what-if-banner:not([hidden]), .what-if [aria-invalid=true]") !== null;
  const boxes = Array.from(document.querySelectorAll(BOXES)).filter((box) => box instanceof HTMLInputElement);
  return boxes.filter((box) => typedInto.has(nameOf(box)) && (isTried || !box.closest(".what-if")));
}

/**
 * What an element is known by in whatever language: its id, or the record of the row or symbol that it stands in, and the
 * way there from it.
 * @param {Element} element
 */
function nameOf(element) {
  const way = [];
  for (let one = element; one.parentElement; one = one.parentElement) {
    const [tag, first, name] = [one.tagName, one.classList[0] ?? "", one.getAttribute("name") ?? ""];
    const known = one.id || one.getAttribute("data-id") || one.getAttribute("data-record");
    const alike = Array.from(one.parentElement.children).filter(
      (other) => other.tagName === tag && (other.classList[0] ?? "") === first && (other.getAttribute("name") ?? "") === name,
    );
    way.push([tag, first, name, known || alike.indexOf(one)]);
    if (known) break;
  }
  return JSON.stringify(way);
}

/** @param {Handed} handed */
function restore({ scrolled: [inPanel, ofPage], hidden, height, folds, rows, typed, focus }) {
  const panel = byId("panel");
  const apply = () => {
    for (const details of document.querySelectorAll("details")) details.open = folds[nameOf(details)] ?? details.open;
    panel.scrollTop = inPanel;
    scrollTo(0, ofPage);
  };
  if (height) panel.style.setProperty("--sheet-height", height);
  if (hidden && !panel.hidden) byId("fold").click();
  for (const list of lists()) {
    const more = list.parentElement?.querySelector("button.more");
    const wanted = rows[nameOf(list)] ?? 0;
    while (more instanceof HTMLElement && !more.hidden && list.children.length < wanted) more.click();
  }
  apply();
  for (const box of document.querySelectorAll(BOXES)) {
    const text = typed[nameOf(box)];
    if (!(box instanceof HTMLInputElement) || text === undefined || box.value === text) continue;
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const focused = focus && Array.from(document.querySelectorAll(FOCUSABLE)).find((one) => nameOf(one) === focus.name);
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  if (focused instanceof HTMLInputElement && focused.matches(BOXES)) focused.setSelectionRange(...(focus?.marked ?? [null, null]));
  setTimeout(apply); // folds that are filled when they are opened
}
