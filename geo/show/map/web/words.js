// Numbers and names as a reader takes them in.

import { mgrsText, utmText } from "./grid.js";

/** What a kind is called, for one and for more. @type {Record<Kind, [string, string]>} */
export const KINDS = {
  fragment_site: ["Fragment site", "Fragment sites"],
  strike_report: ["Strike report", "Strike reports"],
  place: ["Place", "Places"],
};

/** @type {Map<number, Intl.NumberFormat>} */
const formats = new Map(); // each takes long to make

/**
 * A number with grouped thousands and a maximum number of decimals.
 * @param {number} value
 * @param {number} [decimals]
 */
export function number(value, decimals = 1) {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat("en", { maximumFractionDigits: decimals });
    formats.set(decimals, format);
  }
  return format.format(value);
}

/**
 * Metres with one decimal below 10 km, kilometres beyond.
 * @param {number} value
 */
export function metres(value) {
  return value >= 10_000 ? `${number(value / 1000)} km` : `${number(value, value < 0.1 ? 3 : 1)} m`;
}

/**
 * Metres as somebody put them, without decimals of ours.
 * @param {number} value
 */
export function stated(value) {
  return `${value.toLocaleString("en", { maximumSignificantDigits: 12 })} m`;
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
  return `${number(value / 1000, decimals)} km`;
}

/**
 * "775 to 785 m", "at least 775 m".
 * @param {number} low
 * @param {number | null} high
 */
export function interval(low, high) {
  return high === null ? `at least ${metres(low)}` : `${number(low)} to ${metres(high)}`;
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
export function coordinateForms([lat, lon], decimals = 2) {
  /** @type {[string, string][]} */
  const forms = [
    ["Decimal degrees", `${lat.toFixed(6)}, ${lon.toFixed(6)}`],
    ["Degrees", `${sexagesimal(lat, "NS", decimals)} ${sexagesimal(lon, "EW", decimals)}`],
    ["UTM", utmText(lat, lon) ?? ""],
    ["MGRS", mgrsText(lat, lon) ?? ""],
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
      return [label, remark ? `${text}. ${remark}` : text];
    });
  return [...known, ["Id", record.id]];
}

/**
 * @param {any} value
 * @param {string} unit
 */
function factText(value, unit) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ");
  return unit ? stated(value) : String(value);
}

/**
 * A reported range with its edges, and what it does not mean.
 * @param {ReportedRange} range
 * @param {string} warning
 */
export function rangeText(range, warning) {
  return `${range.text ?? metres(range.radius_m)}, with what is uncertain ${metres(range.certain_m)} to ${metres(range.possible_m)}. ${warning}`;
}

/**
 * A plural that counts: "1 record", "2,000 records".
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export function counted(count, one, many) {
  return `${number(count, 0)} ${count === 1 ? one : many}`;
}
