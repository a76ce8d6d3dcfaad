// Keeps the page of `geo watch` up to date: reloads it when there is a newer map, and says what is wrong with the file.

import { load } from "./data.js";
import { byId, el } from "./dom.js";
import { speak, t } from "./messages.js";
import { readLink } from "./permalink.js";

const KEPT = "geo watch";

/**
 * What the server tells of the file.
 * @typedef {{ shown: string, heading: string, failed: boolean, problems: { severity: string, text: string }[], more: number }} News
 */

/** @typedef {{ dismissed?: string, scrolled?: number, hidden?: boolean, base?: number }} Kept */

/**
 * Follow the file; `shown` is the hash of what this page shows, as the server gave it.
 * @param {string} shown
 */
export function follow(shown) {
  const title = document.title;
  const status = el("p", { class: "live", role: "status" });
  /** @type {HTMLElement | null} */
  let box = null;
  document.body.append(status);
  restore();
  const language = readLink(location.hash, []).language ?? document.documentElement.lang;
  const words = load(byId("messages"))
    .then((tables) => speak(language, tables))
    .catch(() => {}); // then English

  function reload() {
    keep();
    location.reload();
  }

  /** @param {News} state */
  function say(state) {
    box?.remove();
    box = null;
    const text = JSON.stringify([shown, state.problems]);
    const lines = state.problems.map((problem) => el("li", { class: problem.severity, lang: "en", dir: "ltr" }, problem.text));
    document.title = lines.length ? `(${lines.length + state.more}) ${title}` : title;
    if (!lines.length || recall().dismissed === text) return;
    const button = el("button", { type: "button" }, t("Dismiss"));
    const rest = state.more ? el("p", {}, t("… and {count} more; geo check lists them all.", { count: state.more })) : null;
    const open = state.failed;
    box = el(
      "section",
      { id: "problems", role: open ? "alert" : "status", class: open ? "error" : "warning" },
      el("details", { open }, el("summary", { lang: "en", dir: "ltr" }, state.heading), el("ol", {}, lines), rest),
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
    const state = JSON.parse(event.data);
    if (state.shown === shown) say(state);
    else reload();
  });
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

/** @returns {HTMLInputElement[]} */
function baseChoices() {
  return [...document.querySelectorAll("input[name=basemap]")].filter((one) => one instanceof HTMLInputElement);
}

/** What the address does not hold: how far the panel was scrolled, whether it was hidden, and the base map. */
function keep() {
  const panel = byId("panel");
  const base = baseChoices().findIndex((choice) => choice.checked);
  remember({ scrolled: panel.scrollTop, hidden: Boolean(panel.hidden), base });
}

function restore() {
  const root = document.documentElement;
  const { scrolled = 0, hidden = false, base = -1 } = recall();
  const apply = () => {
    if (!root.dataset.ready) return false;
    if (hidden) byId("fold").click();
    byId("panel").scrollTop = scrolled;
    const choice = baseChoices()[base];
    if (choice && !choice.checked) choice.click();
    return true;
  };
  if (apply()) return;
  const watcher = new MutationObserver(() => {
    if (apply()) watcher.disconnect();
  });
  watcher.observe(root, { attributes: true, attributeFilter: ["data-ready"] });
}
