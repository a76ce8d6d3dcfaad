// Keeps the page of `geo watch` up to date: reloads it when there is a newer map, and says what is wrong with the file.

import { load } from "./data.js";
import { byId, el } from "./dom.js";
import { speak, t } from "./messages.js";
import { readLink } from "./permalink.js";
import { deserialise, serialise } from "./state.js";

const KEPT = "geo watch";
const BOXES = 'input[type="text"], input[type="search"]';
const FOCUSABLE = ["input", "button", "summary", "select", "a", "h2[tabindex]", "#chart"].join();
/** Boxes that the reader typed into. @type {Set<string>} */
const typedInto = new Set();

/**
 * What the server tells of the file.
 * @typedef {{ shown: string, heading: string, failed: boolean, problems: { severity: string, text: string }[], more: number }} News
 */

/**
 * What a page hands on to the one that is drawn in its place: the reader's state, how far the panel is scrolled, whether it
 * is hidden, which folds are open, what was typed into boxes, and which element has the focus, with the marked part of its text.
 * @typedef {{
 *   state: string, scrolled: number, hidden: boolean, folds: Record<string, boolean>, typed: Record<string, string>,
 *   focus: { name: string, marked: [number | null, number | null] } | null,
 * }} Handed
 */

/** @typedef {{ dismissed?: string, handed?: Handed | null }} Kept */

/** @typedef {import("./state.js").State} State */

/**
 * Follow the file; `shown` is the hash of what this page shows, as the server gave it, and `start` draws it, if it is a map.
 * @param {string} shown
 * @param {((kept: Partial<ReaderState>) => Promise<State>) | null} start
 */
export async function follow(shown, start) {
  const title = document.title;
  const status = el("p", { class: "live", role: "status" });
  /** @type {HTMLElement | null} */
  let box = null;
  /** @type {State | null} */
  let state = null;
  document.body.append(status);
  const { handed } = recall();
  const language = (handed ? deserialise(handed.state) : readLink(location.hash, [])).language ?? document.documentElement.lang;
  const words = load(byId("messages"))
    .then((tables) => speak(language, tables))
    .catch(() => {}); // then English

  function reload() {
    if (state) remember({ handed: handOver(state) }); // else what was handed to this page is handed on
    location.reload();
  }

  /** @param {News} news */
  function say(news) {
    box?.remove();
    box = null;
    const text = JSON.stringify([shown, news.problems]);
    const lines = news.problems.map((problem) => el("li", { class: problem.severity, lang: "en", dir: "ltr" }, problem.text));
    document.title = lines.length ? `(${lines.length + news.more}) ${title}` : title;
    if (!lines.length || recall().dismissed === text) return;
    const button = el("button", { type: "button" }, t("Dismiss"));
    const rest = news.more ? el("p", {}, t("… and {count} more; geo check lists them all.", { count: news.more })) : null;
    const open = news.failed;
    box = el(
      "section",
      { id: "problems", role: open ? "alert" : "status", class: open ? "error" : "warning" },
      el("details", { open }, el("summary", { lang: "en", dir: "ltr" }, news.heading), el("ol", {}, lines), rest),
      button,
    );
    const dismiss = () => {
      box?.remove();
      box = null;
      remember({ dismissed: text });
    };
    button.addEventListener("click", dismiss);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation(); // what is chosen stays
      dismiss();
    });
    document.body.append(box);
  }

  const events = new EventSource("/events");
  events.addEventListener("open", () => {
    status.textContent = "";
  });
  events.addEventListener("error", () => {
    status.textContent = t("geo watch does not answer; this page shows what it had last.");
  });
  events.addEventListener("message", async (event) => {
    await words;
    const news = JSON.parse(event.data);
    if (news.shown === shown) say(news);
    else reload();
  });

  if (!start) return;
  document.addEventListener("input", ({ target }) => {
    if (target instanceof Element && target.matches(BOXES)) typedInto.add(nameOf(target));
  });
  state = await start(handed ? deserialise(handed.state) : {});
  if (handed) restore(handed);
  remember({ handed: null }); // a link that is opened later in this tab counts again
}

/** @returns {Kept} */
function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") ?? {};
  } catch {
    return {}; // no storage, or not ours
  }
}

/** @param {Kept} words */
function remember(words) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...recall(), ...words }));
  } catch {
    // without storage the page starts afresh; the view is in its address
  }
}

/**
 * @param {State} state
 * @returns {Handed}
 */
function handOver(state) {
  const panel = byId("panel");
  const folds = Array.from(document.querySelectorAll("details"), (details) => [nameOf(details), details.open]);
  const focused = document.activeElement;
  const isBox = focused instanceof HTMLInputElement && focused.matches(BOXES);
  return {
    state: serialise(state.get()),
    scrolled: panel.scrollTop,
    hidden: Boolean(panel.hidden),
    folds: Object.fromEntries(folds),
    typed: Object.fromEntries(typedBoxes().map((box) => [nameOf(box), box.value])),
    focus: focused?.matches(FOCUSABLE)
      ? { name: nameOf(focused), marked: isBox ? [focused.selectionStart, focused.selectionEnd] : [null, null] }
      : null,
  };
}

/** Boxes with what the reader typed; what-if's only while it differs from the record, which may be another one by now. */
function typedBoxes() {
  const isTried = document.querySelector(".what-if-banner:not([hidden]), .what-if [aria-invalid=true]") !== null;
  const boxes = Array.from(document.querySelectorAll(BOXES)).filter((box) => box instanceof HTMLInputElement);
  return boxes.filter((box) => typedInto.has(nameOf(box)) && (isTried || !box.closest(".what-if")));
}

/**
 * What an element is known by: its own id, or what it stands in and what it is called. The card is known by its title.
 * @param {Element} element
 */
function nameOf(element) {
  if (element.id) return element.id;
  const row = element.closest("[data-id]")?.getAttribute("data-id") ?? "";
  const card = element.closest(".card")?.querySelector(".title")?.textContent ?? "";
  const label = element.closest("label");
  const words = element.matches(BOXES) ? label?.firstChild : label; // what follows a box says what it holds now
  const called = element instanceof HTMLDetailsElement ? element.querySelector("summary") : (words ?? element);
  return JSON.stringify([element.tagName, row, card, element.getAttribute("aria-label") ?? called?.textContent]);
}

/** @param {Handed} handed */
function restore({ scrolled, hidden, folds, typed, focus }) {
  const panel = byId("panel");
  const apply = () => {
    for (const details of document.querySelectorAll("details")) details.open = folds[nameOf(details)] ?? details.open;
    panel.scrollTop = scrolled;
  };
  if (hidden && !panel.hidden) byId("fold").click();
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
