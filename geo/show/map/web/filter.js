// Which records and findings the reader's state lets through: by kind, verdict, day and words.

const DAY = 86_400_000;

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
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(text ?? "");
  return found ? Date.UTC(Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1)) / DAY : null;
}

/**
 * The last day, as a number, that a date or interval allows; null where there is none.
 * @param {string} text
 */
export function lastDay(text) {
  const found = /(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  if (!found) return null;
  const [, year, month, day] = found;
  return (day ? Date.UTC(Number(year), Number(month) - 1, Number(day)) : Date.UTC(Number(year), Number(month ?? 12), 0)) / DAY;
}

/**
 * "2 April 2021" of a day as a number.
 * @param {number} day
 */
export function dayText(day) {
  return new Date(day * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/**
 * "April 2021" of the first month that a date or interval allows, or its year, where that is all.
 * @param {string} text
 */
export function monthText(text) {
  const found = /^(\d{4})(?:-(\d{2}))?/.exec(text);
  if (!found?.[2]) return found ? found[1] : "Without a date";
  const month = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, 1));
  return month.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
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
 * Whether a finding is shown.
 * @param {Finding} finding
 * @param {ReaderState} state
 */
export function passes(finding, state) {
  if (state.hiddenVerdicts.has(finding.verdict) || !isEarly(finding.claimed_on, state)) return false;
  const text = folded(`${finding.label} ${finding.claim}`);
  return searchWords(state.text).every((word) => text.includes(word));
}

/** The days of a record, and which of its rows the reader's state lets through. */
export class Filter {
  /**
   * @param {import("./data.js").Records} records
   * @param {Finding[]} findings
   * @param {Iterable<Source>} sources
   */
  constructor(records, findings, sources) {
    this.records = records;
    /** Set for each record that day and words let through, whatever its kind. */
    this.matching = new Uint8Array(records.count).fill(1);
    /** Set for each record that matches, and whose kind is not switched off. */
    this.shown = new Uint8Array(records.count).fill(1);
    this.days = Array.from({ length: records.count }, (_, number) => this.#dayOf(number));
    const said = [...findings.map((finding) => finding.claimed_on), ...Array.from(sources, (source) => source.published_on)];
    /** @type {number | null} */ this.first = null;
    /** @type {number | null} */ this.last = null;
    for (const day of [this.days, said.map(firstDay)].flat()) {
      if (day === null) continue;
      if (this.first === null || day < this.first) this.first = day;
      if (this.last === null || day > this.last) this.last = day;
    }
    this.undated = this.days.filter((day) => day === null).length;
  }

  /** @param {number} number */
  #dayOf(number) {
    return firstDay(this.records.column(number, "found_on") ?? this.records.column(number, "struck_on"));
  }

  /**
   * Work out which records a state lets through.
   * @param {ReaderState} state
   */
  apply({ until, text, hiddenLayers }) {
    const words = searchWords(text);
    const hidden = this.records.kinds.map((kind) => hiddenLayers.has(kind));
    for (let number = 0; number < this.records.count; number += 1) {
      const day = this.days[number];
      const early = day === null || until === null || day <= until;
      this.matching[number] = early && (!words.length || this.#matches(number, words)) ? 1 : 0;
      this.shown[number] = hidden[this.records.kindOf[number]] ? 0 : this.matching[number];
    }
  }

  /**
   * @param {number} number
   * @param {string[]} words
   */
  #matches(number, words) {
    const text = folded(`${this.records.label(number)} ${this.records.id(number)}`);
    return words.every((word) => text.includes(word));
  }
}
