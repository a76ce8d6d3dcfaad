// How a language writes numbers, dates and rows of names: what `Intl` knows, and our own table where browsers lack a language,
// and for English, since the first use of `Intl` costs a page more time than all of its other words.
// Source of the table: Unicode CLDR (separators, names of months, list patterns); a test compares the two.

/**
 * The signs of numbers, what stands before the last of several names, and a month with its year, and with its day.
 * @typedef {{ decimal: string, group: string, and: string, months: string[], monthOf: (month: string, year: number) => string,
 *   dayOf: (day: number, month: string, year: number) => string }} Habits
 */

const ENGLISH = "January February March April May June July August September October November December".split(" ");
const AZERBAIJANI = "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr".split(" ");
const ARMENIAN = "հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր".split(" ");

/** Chromium has no Armenian, and of Azerbaijani no names of months. @type {Map<string, Habits>} */
const OWN = new Map([
  [
    "en",
    {
      decimal: ".",
      group: ",",
      and: " and ",
      months: ENGLISH,
      monthOf: (month, year) => `${month} ${year}`,
      dayOf: (day, month, year) => `${day} ${month} ${year}`,
    },
  ],
  [
    "az",
    {
      decimal: ",",
      group: ".",
      and: " və ",
      months: AZERBAIJANI,
      monthOf: (month, year) => `${month} ${year}`,
      dayOf: (day, month, year) => `${day} ${month} ${year}`,
    },
  ],
  [
    "hy",
    {
      decimal: ",",
      group: "\u00a0",
      and: " և ",
      months: ARMENIAN,
      monthOf: (month, year) => `${year} թ. ${month}`,
      dayOf: (day, month, year) => `${year} թ. ${month}ի ${day}`,
    },
  ],
]);

/** What `Intl` is asked for. Digits are those of the published coordinates, so that the two can be compared. */
const LOCALES = new Map([["ar", "ar-u-ca-gregory-nu-latn"]]);

/** @param {string} language */
function locale(language) {
  return LOCALES.get(language) ?? language;
}

/**
 * The plural category of a number: "one", "few".
 * @param {string} language
 * @param {number} count
 */
export function pluralCategory(language, count) {
  if (OWN.has(language)) return count === 1 || (language === "hy" && count === 0) ? "one" : "other";
  return new Intl.PluralRules(locale(language)).select(count);
}

/**
 * What writes numbers as a language does.
 * @param {string} language
 * @param {Intl.NumberFormatOptions} options
 * @returns {(value: number) => string}
 */
export function numberWriter(language, options) {
  const own = OWN.get(language);
  if (!own) return new Intl.NumberFormat(locale(language), options).format;
  const { minimumFractionDigits: least = 0, maximumFractionDigits: most = 0, maximumSignificantDigits: significant } = options;
  const decimalsOf = (/** @type {number} */ value) =>
    significant ? Math.min(100, Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(value) || 1)))) : most;
  return (given) => {
    const value = significant ? Number(given.toPrecision(significant)) : given;
    const [whole, digits = ""] = value.toFixed(decimalsOf(value)).split(".");
    const kept = digits.slice(0, least) + digits.slice(least).replace(/0+$/, "");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, own.group);
    return kept ? `${grouped}${own.decimal}${kept}` : grouped;
  };
}

/**
 * Names in a row: "a, b and c".
 * @param {string} language
 * @param {string[]} names
 */
export function rowOf(language, names) {
  const own = OWN.get(language);
  if (!own) return new Intl.ListFormat(locale(language), { type: "conjunction" }).format(names);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")}${own.and}${names.at(-1)}`;
}

/**
 * "2 April 2021".
 * @param {string} language
 * @param {Date} date
 */
export function dayWords(language, date) {
  const own = OWN.get(language);
  if (own) return own.dayOf(date.getUTCDate(), own.months[date.getUTCMonth()], date.getUTCFullYear());
  return date.toLocaleDateString(locale(language), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/**
 * "April 2021".
 * @param {string} language
 * @param {Date} date
 */
export function monthWords(language, date) {
  const own = OWN.get(language);
  if (own) return own.monthOf(own.months[date.getUTCMonth()], date.getUTCFullYear());
  return date.toLocaleDateString(locale(language), { month: "long", year: "numeric", timeZone: "UTC" });
}
