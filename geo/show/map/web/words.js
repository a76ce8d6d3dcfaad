// Numbers and names as a reader takes them in.

import { dateText } from "./filter.js";
import { mgrsText, utmText } from "./grid.js";
import { written } from "./meridian.js";
import { comma, formatted, isEnglish, later, plural, t } from "./messages.js";

/** What a kind is called, for one and for more, in English. @type {Record<Kind, [string, string]>} */
export const KINDS = {
  fragment_site: [later("Fragment site"), later("Fragment sites")],
  strike_report: [later("Strike report"), later("Strike reports")],
  place: [later("Place"), later("Places")],
  zone: [later("Zone"), later("Zones")],
  photo: [later("Photograph"), later("Photographs")],
};

/** Records by kind, counted. @type {Record<Kind | "source", (count: number) => string>} */
export const COUNTED = {
  fragment_site: (count) => plural(count, "{count} fragment site", "{count} fragment sites"),
  strike_report: (count) => plural(count, "{count} strike report", "{count} strike reports"),
  place: (count) => plural(count, "{count} place", "{count} places"),
  zone: (count) => plural(count, "{count} zone", "{count} zones"),
  photo: (count) => plural(count, "{count} photograph", "{count} photographs"),
  source: (count) => plural(count, "{count} source", "{count} sources"),
};

/**
 * A number with grouped thousands and a maximum number of decimals.
 * @param {number} value
 * @param {number} [decimals]
 */
export function number(value, decimals = 1) {
  return formatted(value, { maximumFractionDigits: decimals });
}

/**
 * Metres with one decimal below 10 km, kilometres beyond.
 * @param {number} value
 */
export function metres(value) {
  return value >= 10_000 ? withUnit(number(value / 1000), "km") : withUnit(number(value, value < 0.1 ? 3 : 1), "m");
}

/**
 * Square metres below a square kilometre, square kilometres beyond.
 * @param {number} value
 */
export function squareMetres(value) {
  return value >= 1_000_000 ? t("{number} km²", { number: number(value / 1_000_000, 2) }) : t("{number} m²", { number: number(value, 0) });
}

/**
 * @param {string} figure
 * @param {Unit} unit
 */
function withUnit(figure, unit) {
  return unit === "km" ? t("{number} km", { number: figure }) : t("{number} m", { number: figure });
}

/**
 * Metres as somebody put them, without decimals of ours.
 * @param {number} value
 * @param {Unit} [unit] in which they are written
 */
export function stated(value, unit = "m") {
  return withUnit(formatted(value / UNITS[unit].metres, { maximumSignificantDigits: 12 }), unit);
}

/**
 * How lengths that stand beside one another are written: in one unit, with as many digits as tell them apart.
 * @typedef {{ length: (value: number) => string, interval: (low: number, high: number | null) => string }} Scale
 */

/** @type {Record<Unit, { metres: number, most: number }>} */
const UNITS = { m: { metres: 1, most: 3 }, km: { metres: 1000, most: 6 } };

/**
 * The scale on which no two of these lengths in metres read the same, and none is off by more than a tenth of itself; what
 * is less than a millimetre, or less than a millimetre apart, is the same.
 * @param {number[]} lengths
 * @param {Unit} [unit]
 * @returns {Scale}
 */
export function scaleOf(lengths, unit = "m") {
  const { metres: divisor, most } = UNITS[unit];
  const different = [...new Set(lengths.filter(Number.isFinite).map((one) => Math.round(one * 1000) / 1000))];
  const figure = (/** @type {number} */ value, /** @type {number} */ decimals) =>
    formatted(value / divisor, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const isNear = (/** @type {number} */ value, /** @type {number} */ step) =>
    Math.abs(value - step * Math.round(value / step)) <= Math.abs(value) / 10;
  const tells = (/** @type {number} */ decimals) =>
    new Set(different.map((one) => figure(one, decimals))).size === different.length &&
    different.every((one) => isNear(one, divisor / 10 ** decimals));
  const decimals = [1, 2, 3, 4, 5, 6].slice(0, most).find(tells) ?? most;
  const length = (/** @type {number} */ value) => withUnit(figure(value, decimals), unit);
  return {
    length,
    interval: (low, high) =>
      high === null ? t("{low} or more", { low: length(low) }) : t("{low} to {high}", { low: figure(low, decimals), high: length(high) }),
  };
}

/**
 * How the lengths that were measured are written beside those that their claim allows, and the gap between them.
 * @param {Pick<Finding, "measured" | "claimed" | "unit" | "gap_m">} finding
 * @param {(number | null)[]} more lengths that stand with them
 */
export function findingScale({ measured, claimed, unit, gap_m: gap }, ...more) {
  if (!measured) return scaleOf([], unit);
  const lengths = [measured.distance_m, measured.low_m, measured.high_m, ...more];
  if (gap !== null) {
    const off = claimed.distance_m === null ? null : Math.abs(measured.distance_m - claimed.distance_m);
    lengths.push(claimed.low_m, claimed.high_m, claimed.distance_m, off, gap);
  }
  return scaleOf(
    lengths.filter((one) => one !== null),
    unit,
  );
}

/**
 * What was measured for a finding: a distance or an azimuth.
 * @param {Finding} finding
 */
export function measuredFigure(finding) {
  const { measured, claimed } = finding;
  if (!measured) return "";
  return claimed.azimuth_deg === null ? findingScale(finding).length(measured.distance_m) : `${number(measured.azimuth_deg)}°`;
}

/** What stands around a number of metres that no source printed, by how it is put. @type {Record<string, (figure: string) => string>} */
const PUT = {
  plain: (figure) => figure,
  about: (figure) => t("about {distance}", { distance: figure }),
  exact: (figure) => t("exactly {distance}", { distance: figure }),
  at_least: (figure) => t("{low} or more", { low: figure }),
  at_most: (figure) => t("up to {high}", { high: figure }),
};

/**
 * What was claimed, as it was put: in the source's words, or a number in the reader's language.
 * @param {Finding} finding
 */
export function claimedFigure({ kind, claimed, attribute: name, put }) {
  if (kind === "within_claim" && claimed.high_m === 0) return t("inside");
  if (put && claimed.distance_m !== null && !isEnglish()) return PUT[put](stated(claimed.distance_m));
  if (claimed.azimuth_deg !== null && /^[\d.]+$/.test(claimed.text ?? "")) return `${claimed.text}°`;
  return claimed.text ?? attributeText(name ?? "", claimed.value);
}

/**
 * Whether nothing but other claims contradicts a claim, which what was measured leaves open.
 * @param {Finding} finding
 */
export function isOpposed({ verdict, gap_m, gap_deg, opposed }) {
  return verdict === "contradicted" && gap_m === null && gap_deg === null && Boolean(opposed);
}

/**
 * How far a contradicted claim is missed, and how many times what uncertainty leaves open that is; or what contradicts it.
 * @param {Finding} finding
 */
export function gapText(finding) {
  const { gap_m, gap_deg, multiple } = finding;
  if (isOpposed(finding)) return t("against {names}", { names: (finding.opposed ?? []).join(comma()) });
  if (gap_m === null && gap_deg === null) return "";
  const gap = gap_m === null ? `${number(gap_deg ?? 0)}°` : findingScale(finding).length(gap_m);
  if (multiple === null) return t("{gap} beyond", { gap });
  const times = `${multiple >= 10 ? number(multiple, 0) : number(multiple)}×`;
  return t("{gap} beyond · {times}", { gap, times });
}

/**
 * An interval that somebody stated, without decimals of ours: "770 to 790 m", "up to 300 m", "775 m or more".
 * @param {number} low
 * @param {number | null} high
 * @param {Unit} [unit]
 */
export function statedInterval(low, high, unit = "m") {
  const figure = (/** @type {number} */ value) => formatted(value / UNITS[unit].metres, { maximumSignificantDigits: 12 });
  if (high === null) return t("{low} or more", { low: withUnit(figure(low), unit) });
  const most = withUnit(figure(high), unit);
  return low === 0 ? t("up to {high}", { high: most }) : t("{low} to {high}", { low: figure(low), high: most });
}

/**
 * What a claimed figure leaves open; nothing where the figure itself says so: "up to 300 m".
 * @param {Finding} finding
 */
export function claimedRange(finding) {
  const { low_m: low, high_m: high, distance_m: distance } = finding.claimed;
  if (low === null || (finding.kind === "within_claim" && high === 0)) return "";
  if ((finding.put === "at_most" && low === 0 && high === distance) || (finding.put === "at_least" && low === distance && high === null))
    return "";
  const range = statedInterval(low, high, finding.unit);
  return range === claimedFigure(finding) ? "" : range;
}

/**
 * An angle in degrees, minutes and seconds with the letter of its hemisphere: 39°45′38.1″N.
 * @param {number} degrees
 * @param {string} hemispheres "NS" or "EW"
 * @param {number} decimals
 */
export function sexagesimal(degrees, hemispheres, decimals) {
  const scale = 10 ** decimals;
  const total = Math.round(Math.abs(degrees) * 3600 * scale);
  const seconds = (total % (60 * scale)) / scale;
  const minutes = Math.floor(total / (60 * scale)) % 60;
  const whole = Math.floor(total / (3600 * scale));
  const padded = seconds.toFixed(decimals).padStart(decimals ? decimals + 3 : 2, "0");
  const isWest = degrees < 0 && whole < 180; // 180° is neither east nor west, and written as the sites of the east are
  return `${whole}°${String(minutes).padStart(2, "0")}′${padded}″${hemispheres[isWest ? 1 : 0]}`;
}

/**
 * A position in the forms that other tools take, each with its name.
 * @param {LatLon} at
 * @param {number} [decimals]
 * @returns {[string, string][]}
 */
export function coordinateForms([lat, drawn], decimals = 2) {
  const lon = written(drawn);
  /** @type {[string, string][]} */
  const forms = [
    [t("Decimal degrees"), `${lat.toFixed(6)}, ${lon.toFixed(6)}`],
    [t("Degrees"), `${sexagesimal(lat, "NS", decimals)} ${sexagesimal(lon, "EW", decimals)}`],
    [t("UTM"), utmText(lat, lon) ?? ""],
    [t("MGRS"), mgrsText(lat, lon) ?? ""],
  ];
  return forms.filter(([, text]) => text);
}

/**
 * A property as words and its unit: "lethal_radius_m" is "lethal radius" in "m".
 * @param {string} name
 */
export function attribute(name) {
  const [, stem, unit] = /^(.+?)(?:_(m|km|kg|deg))?$/s.exec(name) ?? [null, name];
  return { words: stem.replaceAll("_", " "), unit: unit === "deg" ? "°" : unit };
}

/**
 * What is claimed of a property, with the unit where it is a bare number or range: "280 km".
 * @param {string} name
 * @param {string} value
 */
export function attributeText(name, value) {
  const { unit } = attribute(name);
  return unit && /^[\d.,]+(\s*(to|-|–)\s*[\d.,]+)?$/.test(value) ? `${value}${unit === "°" ? "" : " "}${unit}` : value;
}

/**
 * What a claim is called to which the file gives no name, in the reader's language; what it is called already, where that takes
 * words of the file.
 * @param {Finding} finding
 * @param {(id: string) => string} nameOf
 */
export function claimLabel({ kind, label, from, to, about, claimed }, nameOf) {
  const [start, end] = [from, to].map((id) => nameOf(id ?? ""));
  if (kind === "distance_claim") return t("{start} to {end}", { start, end });
  if (kind === "direction_claim") return t("Direction from {start} to {end}", { start, end });
  if (kind === "within_claim")
    return claimed.high_m ? t("{name} near {place}", { name: start, place: end }) : t("{name} in {place}", { name: start, place: end });
  return kind === "arrival_claim" ? t("Direction of arrival at {name}", { name: nameOf(about?.[0] ?? "") }) : label;
}

/**
 * What is known of a record besides where it is: pairs of a label and a text, after the page's list of facts of its kind.
 * @param {SiteRecord} record
 * @param {Fact[]} list
 * @returns {[label: string, text: string, lang?: string][]}
 */
export function facts(record, list) {
  const known = list.filter(({ name }) => record[name] != null).map((fact) => factOf(fact, record[fact.name]));
  return [...known, [t("Id"), record.id]];
}

const NAME = "name:";

/**
 * @param {Fact} fact
 * @param {any} value what a record says of it
 * @returns {[label: string, text: string, lang?: string]}
 */
function factOf({ name, label, unit, remark: general, words, names, dated }, value) {
  if (name.startsWith(NAME)) return nameFact(name.slice(NAME.length), value);
  const [called, remark] = words?.[value] ?? [null, general];
  const listed = names && Array.isArray(value) ? value.map((id) => names[id] ?? id).join(comma()) : null;
  const plain = listed ?? names?.[value] ?? (dated ? dateText(value) : factText(value, unit));
  const text = called === null ? plain : t(called);
  return [t(label), remark ? t("{text}. {remark}", { text, remark: t(remark) }) : text];
}

/**
 * A name in another language, with its label.
 * @param {string} lang
 * @param {string} text
 * @returns {[label: string, text: string, lang: string]}
 */
function nameFact(lang, text) {
  return [t("Name ({language})", { language: lang }), text, lang];
}

/**
 * The label of a fact in the reader's language, what it says, and the language of that where it is a name.
 * @param {Said} fact
 * @returns {[label: string, text: string, lang?: string]}
 */
export function saidFact(fact) {
  const [label, value, kind] = fact;
  return typeof kind === "object" ? nameFact(kind.lang, String(value)) : [t(label), saidText(fact)];
}

/**
 * What a fact says: text as it is, a word of ours in the reader's language, metres, and what is only true or false in words.
 * @param {Said} fact
 */
export function saidText([, value, isOurs = false]) {
  if (typeof value === "number") return stated(value);
  if (isOurs === "dates") return dateText(String(value));
  return isOurs && typeof value === "string" ? t(value) : yesOr(value);
}

/**
 * A text as it is; what is only true or false in words.
 * @param {string | boolean} value
 */
function yesOr(value) {
  return typeof value === "boolean" ? (value ? t("yes") : t("no")) : value;
}

/**
 * @param {any} value
 * @param {string} unit
 */
function factText(value, unit) {
  if (typeof value === "boolean") return yesOr(value);
  if (Array.isArray(value)) return value.join("; ");
  return unit === "m" ? stated(value) : `${value}${unit}`;
}

/**
 * A reported range with its edges, and what it does not mean.
 * @param {ReportedRange} range
 * @param {string} warning
 */
export function rangeText(range, warning) {
  const { certain_m: certain, radius_m: radius, possible_m: possible } = range;
  const scale = scaleOf([certain, possible], radius < 10_000 ? "m" : "km");
  return t("{radius}, with what is uncertain {range}. {warning}", {
    radius: range.text ?? metres(radius),
    range: scale.interval(certain, possible),
    warning: t(warning),
  });
}
