// Numbers and names as a reader takes them in.

import { mgrsText, utmText } from "./grid.js";
import { written } from "./meridian.js";
import { formatted, later, plural, t } from "./messages.js";

/** What a kind is called, for one and for more, in English. @type {Record<Kind, [string, string]>} */
export const KINDS = {
  fragment_site: [later("Fragment site"), later("Fragment sites")],
  strike_report: [later("Strike report"), later("Strike reports")],
  place: [later("Place"), later("Places")],
};

/** Records by kind, counted. @type {Record<Kind | "source", (count: number) => string>} */
export const COUNTED = {
  fragment_site: (count) => plural(count, "{count} fragment site", "{count} fragment sites"),
  strike_report: (count) => plural(count, "{count} strike report", "{count} strike reports"),
  place: (count) => plural(count, "{count} place", "{count} places"),
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
  return value >= 10_000 ? kilometres(number(value / 1000)) : t("{number} m", { number: number(value, value < 0.1 ? 3 : 1) });
}

/** @param {string} text */
function kilometres(text) {
  return t("{number} km", { number: text });
}

/**
 * Metres as somebody put them, without decimals of ours.
 * @param {number} value
 */
export function stated(value) {
  return t("{number} m", { number: formatted(value, { maximumSignificantDigits: 12 }) });
}

/**
 * A measured distance with digits enough to tell it from what its claim allows: 14.033 km beside "14,018 m".
 * @param {Measured} measured
 * @param {Pick<Claimed, "low_m" | "high_m">} claimed
 * @param {Verdict} verdict
 */
export function measuredBeside(measured, claimed, verdict) {
  const value = measured.distance_m;
  if (verdict !== "contradicted" || claimed.low_m === null || value < 10_000) return metres(value);
  const edge = claimed.high_m !== null && value > claimed.high_m ? claimed.high_m : claimed.low_m;
  const decimals = [1, 2, 3].find((count) => number(value / 1000, count) !== number(edge / 1000, count)) ?? 4;
  return kilometres(number(value / 1000, decimals));
}

/**
 * What was measured for a finding: a distance or an azimuth.
 * @param {Finding} finding
 */
export function measuredFigure({ measured, claimed, verdict }) {
  if (!measured) return "";
  return claimed.azimuth_deg === null ? measuredBeside(measured, claimed, verdict) : `${number(measured.azimuth_deg)}°`;
}

/**
 * What was claimed, as it was put.
 * @param {Finding} finding
 */
export function claimedFigure({ kind, claimed, attribute: name }) {
  if (kind === "within_claim" && claimed.high_m === 0) return t("inside");
  return claimed.text ?? attributeText(name ?? "", claimed.value);
}

/**
 * How far a contradicted claim is missed, and how many times what uncertainty leaves open that is.
 * @param {Finding} finding
 */
export function gapText({ gap_m, gap_deg, multiple }) {
  if (gap_m === null && gap_deg === null) return "";
  const gap = gap_m === null ? `${number(gap_deg ?? 0)}°` : metres(gap_m);
  if (multiple === null) return t("{gap} beyond", { gap });
  const times = `${multiple >= 10 ? number(multiple, 0) : number(multiple)}×`;
  return t("{gap} beyond · {times}", { gap, times });
}

/**
 * "775 to 785 m", "at least 775 m".
 * @param {number} low
 * @param {number | null} high
 */
export function interval(low, high) {
  return high === null ? t("at least {low}", { low: metres(low) }) : t("{low} to {high}", { low: number(low), high: metres(high) });
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
  return `${whole}°${String(minutes).padStart(2, "0")}′${padded}″${hemispheres[degrees < 0 ? 1 : 0]}`;
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
 * What is claimed of a property, with the unit where it is a bare number: "280 km".
 * @param {string} name
 * @param {string} value
 */
export function attributeText(name, value) {
  const { unit } = attribute(name);
  return unit && /^[\d.,]+$/.test(value) ? `${value}${unit === "°" ? "" : " "}${unit}` : value;
}

/**
 * What is known of a record besides where it is: pairs of a label and a text, after the page's list of facts of its kind.
 * @param {SiteRecord} record
 * @param {Fact[]} list
 * @returns {string[][]}
 */
export function facts(record, list) {
  const known = list
    .filter(({ name }) => record[name] != null)
    .map(({ name, label, unit, remark }) => {
      const text = factText(record[name], unit);
      return [t(label), remark ? t("{text}. {remark}", { text, remark: t(remark) }) : text];
    });
  return [...known, [t("Id"), record.id]];
}

/**
 * A text as it is; what is only true or false in words.
 * @param {string | boolean} value
 */
export function yesOr(value) {
  return typeof value === "boolean" ? (value ? t("yes") : t("no")) : value;
}

/**
 * @param {any} value
 * @param {string} unit
 */
function factText(value, unit) {
  if (typeof value === "boolean") return yesOr(value);
  if (Array.isArray(value)) return value.join(", ");
  return unit ? stated(value) : String(value);
}

/**
 * A reported range with its edges, and what it does not mean.
 * @param {ReportedRange} range
 * @param {string} warning
 */
export function rangeText(range, warning) {
  return t("{radius}, with what is uncertain {low} to {high}. {warning}", {
    radius: range.text ?? metres(range.radius_m),
    low: metres(range.certain_m),
    high: metres(range.possible_m),
    warning: t(warning),
  });
}
