// The reader's choice of language. A choice goes into the link, and the page is built again with what the link holds.

import { el } from "./dom.js";
import { direction, isEnglish, speak, spoken, t } from "./messages.js";

/**
 * Speak a language, and say so in the document.
 * @param {string} language
 * @param {Record<string, any[]>} tables
 */
export function speakFirst(language, tables) {
  speak(language, tables);
  const root = document.documentElement;
  root.lang = spoken();
  root.dir = direction();
}

/** Say the words that stand in the page's markup in the language that is spoken; the markup has the English ones beside them. */
export function sayMarkup() {
  for (const element of document.querySelectorAll("[data-words], [data-label]")) {
    const [words, label] = ["data-words", "data-label"].map((name) => element.getAttribute(name));
    if (words) element.textContent = t(words);
    if (label) element.setAttribute("aria-label", t(label));
  }
}

/**
 * Say what Leaflet's own buttons do.
 * @param {L.Map} map
 */
export function nameZoom(map) {
  const names = [
    [".leaflet-control-zoom-in", t("Zoom in")],
    [".leaflet-control-zoom-out", t("Zoom out")],
  ];
  for (const [button, name] of names) {
    const found = map.getContainer().querySelector(button);
    found?.setAttribute("title", name);
    found?.setAttribute("aria-label", name);
  }
}

/**
 * A list of languages, each by its own name, and what is said of a translation; nothing where there is no choice.
 * @param {Record<string, string>} languages
 * @param {(language: string) => void} choose
 */
export function languagePicker(languages, choose) {
  const options = Object.entries(languages).map(([tag, name]) => el("option", { value: tag, lang: tag, selected: tag === spoken() }, name));
  const picker = el("select", { "aria-label": isEnglish() ? t("Language") : `${t("Language")} (Language)` }, options);
  picker.addEventListener("change", () => choose(picker.value));
  const note = isEnglish() ? null : el("p", { class: "note" }, translationNote());
  return el("div", { class: "language" }, picker, note);
}

/** What a reader of a translation should know. */
export function translationNote() {
  return t(
    "This translation has not been checked by a native reader. Where it differs from the English, the English counts. Sentences worked out from the record are in English.",
  );
}

/**
 * Build the page again with a link; in a frame without an address of its own, the part behind # can still be set.
 * @param {string} link
 */
export function reopen(link) {
  try {
    history.replaceState(null, "", link);
  } catch {
    location.hash = link;
  }
  location.reload();
}
