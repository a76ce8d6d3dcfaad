// Which records and findings are shown: by kind, verdict, day and words.

const DAY = 86_400_000;

const parsedDays = new Map();

/** The first day, as a number, that an ISO date or interval allows; null where there is none. */
export function firstDay(text) {
  if (!parsedDays.has(text)) parsedDays.set(text, parseDay(text)); // a million records share some thousand days
  return parsedDays.get(text);
}

function parseDay(text) {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(text ?? "");
  return found ? Date.UTC(Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1)) / DAY : null;
}

/** The last day, as a number, that a date or interval allows. */
export function lastDay(text) {
  const [, year, month, day] = /(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  return (day ? Date.UTC(Number(year), Number(month) - 1, Number(day)) : Date.UTC(Number(year), Number(month ?? 12), 0)) / DAY;
}

/** "2 April 2021" of a day as a number. */
export function dayText(day) {
  return new Date(day * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** "April 2021" of the first month that a date or interval allows, or its year, where that is all. */
export function monthText(text) {
  const found = /^(\d{4})(?:-(\d{2}))?/.exec(text);
  if (!found?.[2]) return found ? found[1] : "Without a date";
  const month = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, 1));
  return month.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
}

/** The ISO date of a day as a number. */
export function isoDay(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** A text as search takes it: without case and accents. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The state of all filters, and what it lets through. */
export class Filter {
  constructor(records, findings, sources) {
    this.records = records;
    this.hiddenKinds = new Set();
    this.hiddenVerdicts = new Set();
    this.words = "";
    this.shown = new Uint8Array(records.count).fill(1);
    this.days = Array.from({ length: records.count }, (_, number) => this.#dayOf(number));
    const said = [...findings.map((finding) => finding.claimed_on), ...Array.from(sources, (source) => source.published_on)];
    const dated = [...this.days, ...said.map(firstDay)].filter((day) => day !== null); // those of the timeline
    this.first = dated.length ? dated.reduce((one, other) => Math.min(one, other)) : null;
    this.last = dated.length ? dated.reduce((one, other) => Math.max(one, other)) : null;
    this.until = this.last;
    this.undated = this.days.filter((day) => day === null).length;
  }

  #dayOf(number) {
    return firstDay(this.records.column(number, "found_on") ?? this.records.column(number, "struck_on"));
  }

  /** Work out anew what is shown. */
  apply() {
    const words = folded(this.words).split(/\s+/).filter(Boolean);
    const hidden = this.records.kinds.map((kind) => this.hiddenKinds.has(kind));
    for (let number = 0; number < this.records.count; number += 1) {
      const day = this.days[number];
      const early = day === null || this.until === null || day <= this.until;
      this.shown[number] = !hidden[this.records.kindOf[number]] && early && (!words.length || this.#matches(number, words)) ? 1 : 0;
    }
  }

  #matches(number, words) {
    const text = folded(`${this.records.label(number)} ${this.records.id(number)}`);
    return words.every((word) => text.includes(word));
  }

  /** Whether something of a date, or of none, is of the day that is shown or earlier. */
  isEarly(date) {
    const day = firstDay(date);
    return day === null || this.until === null || day <= this.until;
  }

  /** Whether a finding is shown. */
  passes(finding) {
    if (this.hiddenVerdicts.has(finding.verdict) || !this.isEarly(finding.claimed_on)) return false;
    const text = folded(`${finding.label} ${finding.claim}`);
    return folded(this.words)
      .split(/\s+/)
      .every((word) => text.includes(word));
  }
}
