// The page's data: columns for each kind of record, unpacked one record at a time, since there may be a million.

/** Read the block of data: JSON, or JSON that was deflated since it is long. */
export async function load(block) {
  const text = block.textContent.trim();
  if (block.dataset.coding !== "deflate") return JSON.parse(text);
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function rows(columns) {
  return Object.values(columns)[0]?.length ?? 0;
}

/** The row of a table of columns as one object; a column that a table lacks reads as undefined. */
export function row(columns, index) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[index]]));
}

/** All rows of a small table. */
export function all(columns) {
  return Array.from({ length: rows(columns) }, (_, index) => row(columns, index));
}

/** The located records of all kinds under one running number, with arrays for what is needed of each at once. */
export class Records {
  constructor(tables) {
    this.tables = tables;
    this.kinds = Object.keys(tables);
    this.starts = [];
    this.count = 0;
    for (const kind of this.kinds) {
      this.starts.push(this.count);
      this.count += rows(tables[kind]);
    }
    this.kindOf = new Uint8Array(this.count);
    this.lat = new Float64Array(this.count).fill(Number.NaN);
    this.lon = new Float64Array(this.count).fill(Number.NaN);
    this.kinds.forEach((kind, code) => {
      const { lat_deg: lat, lon_deg: lon } = tables[kind];
      const start = this.starts[code];
      for (let index = 0; index < rows(tables[kind]); index += 1) {
        this.kindOf[start + index] = code;
        if (lat?.[index] == null) continue;
        this.lat[start + index] = lat[index];
        this.lon[start + index] = lon[index];
      }
    });
  }

  /** Whether the record has a position. */
  isPlaced(number) {
    return !Number.isNaN(this.lat[number]);
  }

  column(number, name) {
    const code = this.kindOf[number];
    return this.tables[this.kinds[code]][name]?.[number - this.starts[code]];
  }

  id(number) {
    return this.column(number, "id");
  }

  label(number) {
    return this.column(number, "name") ?? this.id(number);
  }

  kind(number) {
    return this.kinds[this.kindOf[number]];
  }

  /** Everything known of one record. */
  get(number) {
    const code = this.kindOf[number];
    const kind = this.kinds[code];
    const known = row(this.tables[kind], number - this.starts[code]);
    const at = this.isPlaced(number) ? [this.lat[number], this.lon[number]] : null;
    return { ...known, kind, at, label: known.name ?? known.id, number };
  }

  /** The number of the record with an id, or undefined. */
  find(id) {
    if (!this.byId) {
      this.byId = new Map();
      for (let number = 0; number < this.count; number += 1) this.byId.set(this.id(number), number);
    }
    return this.byId.get(id);
  }
}
