// The page's data: columns for each kind of record, unpacked one record at a time, since there may be a million.

import { near, unbroken } from "./meridian.js";

/**
 * Read the block of data: JSON, or JSON that was deflated since it is long.
 * @param {HTMLElement} block
 * @returns {Promise<any>}
 */
export async function load(block) {
  const text = (block.textContent ?? "").trim();
  if (block.dataset.coding !== "deflate") return JSON.parse(text);
  return JSON.parse(new TextDecoder().decode(await inflate(text)));
}

/**
 * Bytes that were deflated and written in base64.
 * @param {string} text
 */
export async function inflate(text) {
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Stands between the texts of a packed column, and between those of a list in it: signs that none of them holds. */
const [NEXT, ALSO] = ["\u007f", "\u0080"];

/** A column of texts, or of lists of texts, in pieces of so many rows, each of which is one text until it is needed. */
class PackedColumn {
  /** @type {string[][]} */ #rows = [];

  /** @param {PackedTexts} packed */
  constructor({ pieces, rows, length, lists }) {
    this.pieces = pieces;
    this.size = rows;
    this.length = length;
    this.isOfLists = lists;
  }

  /**
   * The value of a row, null where it has none.
   * @param {number} index
   */
  at(index) {
    const piece = Math.floor(index / this.size);
    this.#rows[piece] ??= this.pieces[piece]?.split(NEXT) ?? [];
    const text = this.#rows[piece][index % this.size];
    if (!text) return null;
    return this.isOfLists ? text.split(ALSO) : text;
  }
}

/**
 * A table of which the packed columns are read one piece at a time.
 * @param {Record<string, any[] | PackedTexts>} table
 * @returns {Table}
 */
function unpacked(table) {
  const columns = Object.entries(table).map(([name, values]) => [name, Array.isArray(values) ? values : new PackedColumn(values)]);
  return Object.fromEntries(columns);
}

/** Columns that hold no words of the file. */
const UNSEARCHED = new Set(["lat_deg", "lon_deg", "known_m", "polygon"]);

/** @param {Table} columns */
function rows(columns) {
  return Object.values(columns)[0]?.length ?? 0;
}

/**
 * The row of a table of columns as one object; a column that a table lacks reads as undefined.
 * @param {Table} columns
 * @param {number} index
 * @returns {any}
 */
export function row(columns, index) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.at(index)]));
}

/**
 * All rows of a small table.
 * @param {Columns} columns
 */
export function all(columns) {
  return Array.from({ length: rows(columns) }, (_, index) => row(columns, index));
}

/** The located records of all kinds under one running number, with arrays for what is needed of each at once. */
export class Records {
  /** @type {Map<string, number> | null} */ #byId = null;
  /** @type {Column[][]} */ #searched = [];

  /**
   * @param {Record<Kind, Record<string, any[] | PackedTexts>>} packed
   * @param {number} [middle] the longitude within 180 degrees of which every other one is drawn
   */
  constructor(packed, middle = 0) {
    const tables = /** @type {Record<Kind, Table>} */ (
      Object.fromEntries(Object.entries(packed).map(([kind, table]) => [kind, unpacked(table)]))
    );
    this.tables = tables;
    this.middle = middle;
    this.kinds = /** @type {Kind[]} */ (Object.keys(tables));
    /** The number of each kind's first record, and the count of all. @type {number[]} */
    this.starts = [0];
    for (const kind of this.kinds) this.starts.push((this.starts.at(-1) ?? 0) + rows(tables[kind]));
    this.count = this.starts.at(-1) ?? 0;
    this.kindOf = new Uint8Array(this.count);
    this.lat = new Float64Array(this.count).fill(Number.NaN);
    this.lon = new Float64Array(this.count).fill(Number.NaN);
    this.kinds.forEach((kind, code) => {
      const { lat_deg: lat, lon_deg: lon } = tables[kind];
      const [start, end] = [this.starts[code], this.starts[code + 1]];
      this.kindOf.fill(code, start, end);
      for (let number = start, index = 0; lat && number < end; number += 1, index += 1) {
        const degrees = lat.at(index);
        if (degrees == null) continue;
        this.lat[number] = degrees;
        this.lon[number] = near(lon.at(index), middle);
      }
    });
  }

  /**
   * The numbers of all records of a kind, by the kind's place in `kinds`.
   * @param {number} code
   */
  numbersOf(code) {
    const start = this.starts[code];
    return Array.from({ length: this.starts[code + 1] - start }, (_, index) => start + index);
  }

  /**
   * Whether the record has a position.
   * @param {number} number
   */
  isPlaced(number) {
    return !Number.isNaN(this.lat[number]);
  }

  /**
   * @param {number} number
   * @param {string} name
   */
  column(number, name) {
    const code = this.kindOf[number];
    return this.tables[this.kinds[code]][name]?.at(number - this.starts[code]);
  }

  /**
   * @param {number} number
   * @returns {string}
   */
  id(number) {
    return this.column(number, "id");
  }

  /**
   * @param {number} number
   * @returns {string}
   */
  label(number) {
    return this.column(number, "name") ?? this.id(number);
  }

  /**
   * All text of a record, for search.
   * @param {number} number
   */
  text(number) {
    const code = this.kindOf[number];
    const index = number - this.starts[code];
    let text = "";
    for (const values of this.#texts(code)) {
      const value = values.at(index);
      if (value != null && typeof value !== "boolean") text += ` ${value}`;
    }
    return text;
  }

  /**
   * The columns of a kind that search reads.
   * @param {number} code
   */
  #texts(code) {
    const table = this.tables[this.kinds[code]];
    this.#searched[code] ??= Object.keys(table).flatMap((name) => (UNSEARCHED.has(name) ? [] : [table[name]]));
    return this.#searched[code];
  }

  /**
   * What the record with an id is called; its id where there is none.
   * @param {string} id
   */
  labelOf(id) {
    const number = this.find(id);
    return number === undefined ? id : this.label(number);
  }

  /**
   * Everything known of one record.
   * @param {number} number
   * @returns {SiteRecord}
   */
  get(number) {
    const code = this.kindOf[number];
    const kind = this.kinds[code];
    const known = row(this.tables[kind], number - this.starts[code]);
    const at = this.isPlaced(number) ? [this.lat[number], this.lon[number]] : null;
    const polygon = known.polygon?.map((/** @type {LatLon[]} */ ring) => unbroken(ring, this.lon[number]));
    return { ...known, polygon, kind, at, label: known.name ?? known.id, number };
  }

  /**
   * Everything known of one record that has a position.
   * @param {number} number
   */
  placed(number) {
    const record = this.get(number);
    if (!record.at) throw new Error(`record ${record.id} has no position`);
    return /** @type {PlacedRecord} */ (record);
  }

  /**
   * The record with an id, where there is one and it has a position.
   * @param {string | null} id
   */
  placedOf(id) {
    const number = this.find(id);
    return number !== undefined && this.isPlaced(number) ? this.placed(number) : null;
  }

  /**
   * Where the record with an id lies, where that is known: one [lat, lon], or none.
   * @param {string | null} id
   * @returns {LatLon[]}
   */
  at(id) {
    const number = this.find(id);
    return number !== undefined && this.isPlaced(number) ? [[this.lat[number], this.lon[number]]] : [];
  }

  /**
   * The number of the record with an id, or undefined.
   * @param {string | null} id
   */
  find(id) {
    if (id === null) return undefined; // at the start nothing is chosen, and a million ids need not be read
    if (!this.#byId) {
      this.#byId = new Map();
      for (let number = 0; number < this.count; number += 1) this.#byId.set(this.id(number), number);
    }
    return this.#byId.get(id);
  }
}
