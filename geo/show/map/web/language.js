// The reader's choice of language. A choice goes into the link, and the page is built again with what the link holds.

import { el } from "./dom.js";
import { direction, isEnglish, speak, spoken, t } from "./messages.js";

/**
 * Speak the language that the link asks for, or the one that the page was written for, and say so in the document.
 * @param {Record<string, any[]>} tables
 * @param {string} own
 * @param {string | null | undefined} asked
 */
export function speakFirst(tables, own, asked) {
  speak(asked != null && (asked === "en" || Object.hasOwn(tables, asked)) ? asked : own, tables);
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
