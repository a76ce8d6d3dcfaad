// What the page shows as files: GeoJSON with what it cites, and CSV of the records.

import { all, inflate } from "./data.js";

const COMPUTED = new Set(["lat_deg", "lon_deg", "known_m", "id", "kind", "polygon", "facts"]);
/** What in a claim names the records that it is about. */
const ENDS = ["from", "to", "site", "of", "at", "origin", "about"];

/**
 * What is shown as a GeoJSON text that `geo check` reads: the records, with the positions that were judged and the properties
 * as they were typed, those from which they are measured off, the sources that are cited, and the claims about these alone.
 * @param {import("./filter.js").Filter} filter
 * @param {Payload} data
 */
export async function toGeoJson({ records, shown, claims }, { sources, record: { text } }) {
  const kept = withOrigins(records, shown);
  const features = numbersOf(kept).map((number) => recordFeature(records, number));
  const ids = new Set(features.map(({ id }) => id));
  const file = text === null ? "" : new TextDecoder().decode(await inflate(text));
  const said = featureTexts(file).filter((one) => isClaimAbout(JSON.parse(one), claims, ids));
  const cited = [...features, ...said.map((one) => JSON.parse(one))].flatMap(({ properties }) => properties.sources ?? []);
  const named = sourceFeatures(sources, cited);
  const texts = [...features, ...named].map((one) => JSON.stringify(one, null, 1));
  return `{\n"type": "FeatureCollection",\n"features": [\n${[...texts, ...said].join(",\n")}\n]\n}\n`;
}

/**
 * The records that are shown, and those that the offset of any is from.
 * @param {import("./data.js").Records} records
 * @param {Uint8Array} shown
 */
function withOrigins(records, shown) {
  const kept = shown.slice();
  let added = numbersOf(kept);
  while (added.length) {
    const origins = added.map((number) => records.find(records.column(number, "offset_from") ?? null));
    added = origins.filter((number) => number !== undefined).filter((number) => !kept[number]);
    for (const number of added) kept[number] = 1;
  }
  return kept;
}

/**
 * @param {Record<string, any>} row
 * @param {string[]} names
 */
function typed(row, names) {
  return Object.fromEntries(names.filter((name) => !COMPUTED.has(name) && row[name] != null).map((name) => [name, row[name]]));
}

/**
 * @param {import("./data.js").Records} records
 * @param {number} number
 */
function recordFeature(records, number) {
  const record = records.get(number);
  const point = record.at && !record.offset_from && { type: "Point", coordinates: [record.lon_deg, record.lat_deg] };
  const polygon = records.column(number, "polygon"); // as it stands in the file, not as it is drawn
  const geometry = polygon ? { type: "Polygon", coordinates: polygon } : point || null; // an offset says where, and has no other
  /** @type {Record<string, any>} */
  const properties = { kind: record.kind, ...typed(record, Object.keys(records.tables[record.kind])) };
  return { type: "Feature", id: record.id, geometry, properties };
}

/**
 * Sources with these ids, and those on which they rely.
 * @param {Columns} columns
 * @param {string[]} ids
 */
function sourceFeatures(columns, ids) {
  const rows = new Map(all(columns).map((source) => [source.id, source]));
  const wanted = new Set(ids);
  for (const id of wanted) for (const other of rows.get(id)?.relies_on ?? []) wanted.add(other); // grows while it is gone through
  const found = [...rows.values()].filter(({ id }) => wanted.has(id));
  return found.map((source) => {
    const properties = { kind: "source", ...typed(source, Object.keys(columns)) };
    return { type: "Feature", id: source.id, geometry: null, properties };
  });
}

/**
 * @param {any} feature
 * @param {Set<string>} claims
 * @param {Set<string>} ids
 */
function isClaimAbout({ id, properties }, claims, ids) {
  return claims.has(id) && ENDS.flatMap((name) => properties[name] ?? []).every((end) => ids.has(end));
}

/**
 * The features of a GeoJSON text, each as it is written there: how many digits a number has is part of what it says.
 * @param {string} text
 */
function featureTexts(text) {
  /** @type {string[]} */
  const found = [];
  let [depth, start, key, word] = [0, 0, "", ""];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/gs)) {
    if (token === ":" && depth === 1) key = JSON.parse(word);
    if (token === "{" && depth === 2 && key === "features") start = index;
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
    if (token === "}" && depth === 2 && key === "features") found.push(text.slice(start, index + 1));
    word = token;
  }
  return found;
}

/** @param {Uint8Array} shown */
function numbersOf(shown) {
  return Array.from(shown.keys()).filter((number) => shown[number]);
}

/**
 * A cell of CSV; text that a spreadsheet would take for a formula gets an apostrophe in front.
 * @param {unknown} value
 */
export function csvCell(value) {
  if (value == null) return "";
  if (typeof value === "number") return String(value);
  const text = Array.isArray(value) ? value.join(" ") : String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /["\n\r,;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The records that are shown as CSV with a heading.
 * @param {import("./data.js").Records} records
 * @param {Uint8Array} shown
 */
export function toCsv(records, shown) {
  const names = [...new Set(records.kinds.flatMap((kind) => Object.keys(records.tables[kind])))].filter((name) => name !== "polygon");
  const lines = [["kind", ...names].join(",")];
  for (const number of numbersOf(shown)) {
    const record = records.get(number);
    lines.push([record.kind, ...names.map((name) => record[name])].map(csvCell).join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}

/**
 * Hand a text, or bytes, to the reader as a file.
 * @param {string} name
 * @param {string} type
 * @param {BlobPart} content
 */
export function download(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
