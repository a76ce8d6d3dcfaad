// What the reader's state lets through, by kind, verdict, day and text. Everything drawn, listed, counted or saved asks it.

import { dayWords, monthWords } from "./habits.js";
import { spoken, t } from "./messages.js";

const DAY = 86_400_000;

/** Text in which no letter has an accent. */
const PLAIN = /^[\x20-\x7e]*$/;

/** @type {Map<string | null | undefined, number | null>} */
const parsedDays = new Map();

/**
 * The first day, as a number, that an ISO date or interval allows; null where there is none.
 * @param {string | null | undefined} text
 * @returns {number | null}
 */
export function firstDay(text) {
  let day = parsedDays.get(text);
  if (day === undefined) {
    day = parseDay(text);
    parsedDays.set(text, day); // a million records share some thousand days
  }
  return day;
}

/** @param {string | null | undefined} text */
function parseDay(text) {
  const days = (text ?? "").split("/").flatMap((part) => {
    const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(part);
    return found ? [Date.UTC(Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1)) / DAY] : [];
  });
  return days.length ? Math.min(...days) : null;
}

/**
 * The last day, as a number, that a date or interval allows; null where there is none.
 * @param {string} text
 */
export function lastDay(text) {
  const days = text.split("/").flatMap((part) => {
    const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(part);
    if (!found) return [];
    const [, year, month, day] = found;
    return [(day ? Date.UTC(Number(year), Number(month) - 1, Number(day)) : Date.UTC(Number(year), Number(month ?? 12), 0)) / DAY];
  });
  return days.length ? Math.max(...days) : null;
}

/**
 * What dates of the same days are sorted by: those without a time, then times with an offset, then local ones by the clock.
 * @param {string} text
 * @returns {[rank: number, time: number]}
 */
export function timeOrder(text) {
  const [begins] = text.split("/");
  if (!begins.includes("T")) return [0, 0];
  const isLocal = LOCAL.test(begins);
  return [isLocal ? 2 : 1, Date.parse(isLocal ? `${begins}Z` : begins)];
}

/** A time of day without an offset from UTC. */
const LOCAL = /T[\d:.]+$/;

/**
 * A date as a reader sees it: a time without an offset is said to be local.
 * @param {string} text
 */
export function dateText(text) {
  const local = text.split("/").filter((part) => part.includes("T"));
  if (!local.some((part) => LOCAL.test(part))) return text;
  return local.every((part) => LOCAL.test(part))
    ? t("{date} (local time, no offset given)", { date: text })
    : t("{date} (the time without an offset is local)", { date: text });
}

/**
 * "2 April 2021" of a day as a number.
 * @param {number} day
 */
export function dayText(day) {
  return dayWords(spoken(), new Date(day * DAY));
}

/**
 * "April 2021" of the first month that a date or interval allows, or its year, where that is all.
 * @param {string} text
 */
export function monthText(text) {
  const found = /^(\d{4})(?:-(\d{2}))?/.exec(text);
  if (!found?.[2]) return found ? found[1] : t("Without a date");
  const month = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, 1));
  return monthWords(spoken(), month);
}

/**
 * The ISO date of a day as a number.
 * @param {number} day
 */
export function isoDay(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/**
 * A text as search takes it: without case and accents.
 * @param {string} text
 */
export function folded(text) {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** @param {string} text */
function searchWords(text) {
  return folded(text).split(/\s+/).filter(Boolean);
}

/**
 * Whether something of a date, or of none, is of the last day that is shown or earlier.
 * @param {string | null | undefined} date
 * @param {ReaderState} state
 */
export function isEarly(date, { until }) {
  const day = firstDay(date);
  return day === null || until === null || day <= until;
}

/**
 * All text of a finding, a source or a record's row, for search: what its values say, in no form for the eye.
 * @param {any} value
 * @returns {string}
 */
export function textIn(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (value === null || typeof value !== "object") return "";
  return Object.values(value).map(textIn).filter(Boolean).join(" ");
}

/** The columns that say when an event took place. */
const DATED = ["found_on", "struck_on", "valid", "taken_at"];

/**
 * The first day that the date of each record allows, NaN where it has none.
 * @param {import("./data.js").Records} records
 */
function daysOf(records) {
  const days = new Float64Array(records.count).fill(Number.NaN);
  records.kinds.forEach((kind, code) => {
    const columns = DATED.flatMap((name) => (name in records.tables[kind] ? [records.tables[kind][name]] : []));
    for (let number = records.starts[code], index = 0; number < records.starts[code + 1] && columns.length; number += 1, index += 1) {
      for (const column of columns) days[number] = firstDay(column.at(index)) ?? days[number];
    }
  });
  return days;
}

/** What the reader's state lets through, worked out once for each change of it. */
export class Filter {
  /** @type {Map<string, string>} */ #sourceTexts;
  /** @type {Map<string, string>} */ #findingTexts = new Map();

  /**
   * @param {import("./data.js").Records} records
   * @param {Finding[]} findings
   * @param {Iterable<Source>} sources
   */
  constructor(records, findings, sources) {
    this.records = records;
    this.findings = findings;
    this.allSources = [...sources];
    this.#sourceTexts = new Map(this.allSources.map((source) => [source.id, folded(textIn(source))]));
    /** Set for each record that day and text let through, whatever its kind. */
    this.matching = new Uint8Array(records.count).fill(1);
    /** Set for each record that matches, and whose kind is not switched off. */
    this.shown = new Uint8Array(records.count).fill(1);
    /** The findings that are let through, in the order of the list. */
    this.passing = findings;
    /** The ids of their claims. */
    this.claims = new Set(findings.map((finding) => finding.claim));
    this.sources = this.allSources;
    /** How many findings of each verdict day and text let through. @type {Map<string, number>} */
    this.counts = new Map();
    this.isNarrowed = false;
    /** The first day that the date of each record allows, NaN without one. */
    this.days = daysOf(records);
    const said = [...findings.map((finding) => finding.claimed_on), ...this.allSources.map((source) => source.published_on)];
    /** @type {number | null} */ this.first = null;
    /** @type {number | null} */ this.last = null;
    this.undated = 0;
    const note = (/** @type {number} */ day) => {
      if (this.first === null || day < this.first) this.first = day;
      if (this.last === null || day > this.last) this.last = day;
    };
    for (const day of this.days) {
      if (Number.isNaN(day)) this.undated += 1;
      else note(day);
    }
    for (const day of said.map(firstDay)) if (day !== null) note(day);
  }

  /**
   * Whether all of these claims are let through; true of none.
   * @param {string[]} ids
   */
  hasAll(ids) {
    return ids.every((id) => this.claims.has(id));
  }

  /**
   * Whether one of these records is shown.
   * @param {string[]} ids
   */
  hasRecord(ids) {
    return ids.some((id) => this.shown[this.records.find(id) ?? -1]);
  }

  /** How many records are shown. */
  get count() {
    let count = 0;
    for (const one of this.shown) count += one;
    return count;
  }

  /**
   * Work out what a state lets through.
   * @param {ReaderState} state
   */
  apply(state) {
    const { until, text, hiddenLayers, hiddenVerdicts } = state;
    const words = searchWords(text);
    const { records } = this;
    const hidden = records.kinds.map((kind) => hiddenLayers.has(kind));
    const saying = words.length ? this.#sourcesSaying(words) : new Set();
    for (let number = 0; number < records.count; number += 1) {
      const day = this.days[number];
      const isEarlier = until === null || !(day > until);
      this.matching[number] = isEarlier && (!words.length || this.#matches(number, words, saying)) ? 1 : 0;
      this.shown[number] = hidden[records.kindOf[number]] ? 0 : this.matching[number];
    }
    const matching = this.findings.filter((finding) => isEarly(finding.claimed_on, state) && this.#says(finding, words));
    this.counts = new Map();
    for (const { verdict } of matching) this.counts.set(verdict, (this.counts.get(verdict) ?? 0) + 1);
    this.passing = matching.filter((finding) => !hiddenVerdicts.has(finding.verdict));
    this.claims = new Set(this.passing.map((finding) => finding.claim));
    const cited = words.length ? this.#cited() : new Set();
    this.sources = this.allSources.filter(
      ({ id, published_on }) => isEarly(published_on, state) && (!words.length || saying.has(id) || cited.has(id)),
    );
    const isLate = until !== null && until !== this.last;
    this.isNarrowed = words.length > 0 || hiddenVerdicts.size > 0 || isLate || hidden.includes(true);
  }

  /** The sources of what is let through, which a reader needs beside it. */
  #cited() {
    const cited = new Set(this.passing.flatMap((finding) => [...finding.claim_sources, ...finding.position_sources]));
    for (let number = 0; number < this.records.count; number += 1) {
      if (this.shown[number]) for (const id of this.records.column(number, "sources") ?? []) cited.add(id);
    }
    return cited;
  }

  /** @param {string[]} words */
  #sourcesSaying(words) {
    return new Set(this.allSources.flatMap(({ id }) => (hasWords(this.#sourceTexts.get(id) ?? "", words) ? [id] : [])));
  }

  /**
   * Whether a record, or one of its sources, has all the words.
   * @param {number} number
   * @param {string[]} words
   * @param {Set<string>} saying
   */
  #matches(number, words, saying) {
    if (saying.size && this.records.column(number, "sources")?.some((/** @type {string} */ id) => saying.has(id))) return true;
    return hasWords(folded(this.records.text(number)), words);
  }

  /**
   * Whether a finding has all the words: in what it says, in the names of its records, and in its sources.
   * @param {Finding} finding
   * @param {string[]} words
   */
  #says(finding, words) {
    if (!words.length) return true;
    let text = this.#findingTexts.get(finding.claim);
    if (text === undefined) {
      const ids = [finding.from, finding.to, ...(finding.about ?? [])].filter((id) => id !== null);
      const sources = [...finding.claim_sources, ...finding.position_sources].map((id) => this.#sourceTexts.get(id) ?? id);
      text = folded(`${textIn(finding)} ${ids.map((id) => this.records.labelOf(id)).join(" ")} ${sources.join(" ")}`);
      this.#findingTexts.set(finding.claim, text);
    }
    return hasWords(text, words);
  }
}

/**
 * @param {string} text
 * @param {string[]} words
 */
function hasWords(text, words) {
  return words.every((word) => text.includes(word));
}
