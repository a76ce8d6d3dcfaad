// The embedded data as files: GeoJSON and CSV.

const COMPUTED = new Set(["lat_deg", "lon_deg", "known_m", "id", "kind", "polygon"]);

/**
 * The records that are shown as a GeoJSON text: the positions that were judged, and the properties as they were typed.
 * @param {import("./data.js").Records} records
 * @param {Uint8Array} shown
 */
export function toGeoJson(records, shown) {
  const features = numbersOf(shown).map((number) => {
    const record = records.get(number);
    /** @type {Record<string, any>} */
    const properties = { kind: record.kind };
    for (const name of Object.keys(records.tables[record.kind])) {
      if (!COMPUTED.has(name) && record[name] != null) properties[name] = record[name];
    }
    const point = record.at && { type: "Point", coordinates: [record.lon_deg, record.lat_deg] };
    const polygon = records.column(number, "polygon"); // as it stands in the file, not as it is drawn
    const geometry = polygon ? { type: "Polygon", coordinates: polygon } : point;
    return { type: "Feature", id: record.id, geometry, properties };
  });
  return JSON.stringify({ type: "FeatureCollection", features }, null, 1);
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
