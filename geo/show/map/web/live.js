// Keeps the page of `geo watch` up to date: reloads it when there is a newer map, and says what is wrong with the file.

import { load } from "./data.js";
import { byId, el } from "./dom.js";
import { handedState } from "./handover.js";
import { sentence, speak, t } from "./messages.js";
import { readLink } from "./permalink.js";

const KEPT = "geo watch";

/**
 * What the server tells of the file.
 * @typedef {{ shown: string, heading: PageSentence, failed: boolean, problems: { severity: string, text: string }[], more: number }} News
 */

/** @typedef {{ dismissed?: string }} Kept */

/**
 * Follow the file; `shown` is the hash of what this page shows, as the server gave it, and `start` draws it, if it is a map.
 * @param {string} shown
 * @param {(() => Promise<() => void>) | null} start what it gives hands everything on to the page that comes in its place
 */
export async function follow(shown, start) {
  const title = document.title;
  const status = el("p", { class: "live", role: "status" });
  /** @type {HTMLElement | null} */
  let box = null;
  let handOn = () => {}; // what was handed to this page is handed on, until it is drawn
  document.body.append(status);
  const language = (handedState() ?? readLink(location.hash, [])).language ?? document.documentElement.lang;
  const words = load(byId("messages"))
    .then((tables) => speak(language, tables))
    .catch(() => {}); // then English

  function reload() {
    handOn();
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
      el("details", { open }, el("summary", {}, sentence(news.heading)), el("ol", {}, lines), rest),
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

  if (start) handOn = await start();
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
