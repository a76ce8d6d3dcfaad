// Many points at once, drawn on the tiles of a canvas and counted, in a worker, so that a million leave the page fluid.

/** Records sorted into square cells of the Mercator plane, to ask what lies in a rectangle. */
export class Grid {
  static CELLS = 512;

  /** @param {GridFields} fields as `of` makes them; a worker gets them as they are */
  constructor({ x, y, west, south, cell, starts, order }) {
    this.x = x;
    this.y = y;
    this.west = west;
    this.south = south;
    this.cell = cell;
    this.starts = starts;
    this.order = order;
  }

  /**
   * Sort points, NaN where there is no position. Within a cell they stand in mixed order, since they come sorted by kind.
   * @param {Float64Array} x in 0..1
   * @param {Float64Array} y
   */
  static of(x, y) {
    const cells = Grid.CELLS;
    const count = x.length;
    let [west, south, east, north] = [1, 1, 0, 0];
    for (let number = 0; number < count; number += 1) {
      if (Number.isNaN(x[number])) continue;
      west = Math.min(west, x[number]);
      east = Math.max(east, x[number]);
      south = Math.min(south, y[number]);
      north = Math.max(north, y[number]);
    }
    const cell = Math.max(east - west, north - south, 1e-9) / cells;
    const starts = new Int32Array(cells * cells + 1);
    const grid = new Grid({ x, y, west, south, cell, starts, order: new Int32Array(0) });
    const cellOf = new Int32Array(count);
    for (let number = 0; number < count; number += 1) {
      cellOf[number] = Number.isNaN(x[number]) ? -1 : grid.#column(y[number], south) * cells + grid.#column(x[number], west);
      if (cellOf[number] >= 0) starts[cellOf[number] + 1] += 1;
    }
    for (let at = 0; at < cells * cells; at += 1) starts[at + 1] += starts[at];
    grid.order = new Int32Array(starts[cells * cells]);
    const next = starts.slice();
    const step = count % 7919 ? 7919 % count : 1;
    for (let turn = 0, number = 0; turn < count; turn += 1, number = (number + step) % count) {
      if (cellOf[number] >= 0) grid.order[next[cellOf[number]]++] = number;
    }
    return grid;
  }

  /**
   * @param {number} value
   * @param {number} origin
   */
  #column(value, origin) {
    return Math.min(Grid.CELLS - 1, Math.max(0, Math.floor((value - origin) / this.cell)));
  }

  /**
   * The pieces of `order` that hold whatever lies in a rectangle, and some around it: [from, to] each.
   * @param {number} west
   * @param {number} south
   * @param {number} east
   * @param {number} north
   * @returns {Generator<[number, number]>}
   */
  *pieces(west, south, east, north) {
    const span = Grid.CELLS * this.cell;
    if (east < this.west || north < this.south || west > this.west + span || south > this.south + span) return;
    for (let row = this.#column(south, this.south); row <= this.#column(north, this.south); row += 1) {
      const from = row * Grid.CELLS + this.#column(west, this.west);
      const to = row * Grid.CELLS + this.#column(east, this.west);
      yield [this.starts[from], this.starts[to + 1]];
    }
  }

  /**
   * Call `visit(number)` for the records in a rectangle of the plane until it answers false.
   * @param {number} west
   * @param {number} south
   * @param {number} east
   * @param {number} north
   * @param {(number: number) => boolean | undefined | void} visit
   */
  within(west, south, east, north, visit) {
    for (const [from, to] of this.pieces(west, south, east, north)) {
      for (let at = from; at < to; at += 1) {
        const number = this.order[at];
        if (this.x[number] < west || this.x[number] > east || this.y[number] < south || this.y[number] > north) continue;
        if (visit(number) === false) return;
      }
    }
  }
}

/**
 * The pixels of a kind's small symbol: how far each is from the middle, and its colour as a canvas holds it.
 * @param {number} kind
 * @param {string} colour
 * @param {number} size
 * @param {number} sharp pixels of the screen for each of ours
 * @returns {Stamp}
 */
function stamp(kind, colour, size, sharp) {
  const half = (size + 2) * sharp;
  const side = 2 * half;
  const made = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d", { willReadFrequently: true }));
  context.scale(sharp, sharp);
  context.translate(size + 2, size + 2);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.4;
  context.beginPath();
  if (kind === 0) {
    for (const [x, y] of [
      [0, -size],
      [size, 0],
      [0, size],
      [-size, 0],
    ]) {
      context.lineTo(x, y);
    }
    context.fill();
  } else if (kind === 1) {
    context.moveTo(-size, -size);
    context.lineTo(size, size);
    context.moveTo(size, -size);
    context.lineTo(-size, size);
    context.stroke();
  } else {
    context.rect(-size * 0.8, -size * 0.8, size * 1.6, size * 1.6);
    context.stroke();
  }
  const pixels = new Uint32Array(context.getImageData(0, 0, side, side).data.buffer);
  return Array.from(pixels, (pixel, at) => ({ across: (at % side) - half, down: Math.floor(at / side) - half, pixel })).filter(
    ({ pixel }) => pixel !== 0,
  );
}

/**
 * Draw one tile, step by step: of each kind one symbol for each pixel, in mixed order, so that no kind hides another.
 * The bytes of its pixels at the end, or null for a tile without points. They are written one by one, since a canvas takes
 * four times as long to copy thousands of small symbols.
 * @param {PointsKnown} known
 * @param {TileJob} job
 */
function* drawTile({ grid, kindOf, shown }, { z, x, y, side, sharp, stamps }) {
  const scale = 256 * 2 ** z;
  const edge = 8;
  const [west, south, width] = [(x * side) / scale, (y * side) / scale, side / scale];
  const [left, top, right, bottom] = [west - edge / scale, south - edge / scale, west + width + edge / scale, south + width + edge / scale];
  const row = side + 2 * edge + 1;
  const taken = new Uint8Array(row * row);
  /** @type {number[]} */
  const places = [];
  /** @type {number[]} */
  const kinds = [];
  let seen = 0;
  for (const [from, to] of grid.pieces(left, top, right, bottom)) {
    for (let at = from; at < to; at += 1) {
      seen += 1;
      if (seen % 20_000 === 0) yield;
      const number = grid.order[at];
      if (!shown[number] || grid.x[number] < left || grid.x[number] > right || grid.y[number] < top || grid.y[number] > bottom) continue;
      const across = Math.round((grid.x[number] - west) * scale) + edge;
      const place = (Math.round((grid.y[number] - south) * scale) + edge) * row + across;
      const bit = 1 << kindOf[number];
      if (taken[place] & bit) continue;
      taken[place] |= bit;
      places.push(place);
      kinds.push(kindOf[number]);
    }
  }
  if (!places.length) return null;
  const wide = side * sharp;
  const pixels = new Uint32Array(wide * wide);
  const step = places.length % 7919 ? 7919 : 1;
  for (let turn = 0, at = 0; turn < places.length; turn += 1, at = (at + step) % places.length) {
    const middle = [((places[at] % row) - edge) * sharp, (Math.floor(places[at] / row) - edge) * sharp];
    for (const { across, down, pixel } of stamps[kinds[at]]) {
      const [column, line] = [middle[0] + across, middle[1] + down];
      if (column < 0 || line < 0 || column >= wide || line >= wide) continue;
      const to = line * wide + column;
      if (pixels[to] >>> 24 <= pixel >>> 24) pixels[to] = pixel; // the soft edge of a symbol leaves what another one covers
    }
    if (turn % 5000 === 4999) yield;
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/**
 * Count the records of a rectangle in square cells of `side` pixels at a scale, step by step.
 * @param {PointsKnown} known
 * @param {CountJob} job
 */
function* countCells({ grid, kindOf, shown, kinds }, { west, south, east, north, scale, side }) {
  /** @type {Map<number, CrowdCell>} */
  const cells = new Map();
  const [left, top] = [Math.floor((west * scale) / side), Math.floor((south * scale) / side)];
  const [right, bottom] = [Math.floor((east * scale) / side), Math.floor((north * scale) / side)];
  let seen = 0;
  for (const [from, to] of grid.pieces(
    (left * side) / scale,
    (top * side) / scale,
    ((right + 1) * side) / scale,
    ((bottom + 1) * side) / scale,
  )) {
    for (let at = from; at < to; at += 1) {
      seen += 1;
      if (seen % 20_000 === 0) yield;
      const number = grid.order[at];
      if (!shown[number]) continue;
      const [x, y] = [grid.x[number] * scale, grid.y[number] * scale];
      const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
      if (column < left || column > right || row < top || row > bottom) continue;
      const key = (row - top) * (right - left + 1) + column - left;
      let cell = cells.get(key);
      if (!cell) {
        cell = { column, row, counts: new Array(kinds).fill(0), total: 0, x: 0, y: 0, first: number };
        cells.set(key, cell);
      }
      cell.counts[kindOf[number]] += 1;
      cell.total += 1;
      cell.x += (x - cell.x) / cell.total;
      cell.y += (y - cell.y) / cell.total;
      cell.first = Math.min(cell.first, number);
    }
  }
  return [...cells.values()].sort((one, other) => one.row - other.row || one.column - other.column);
}

/** Let a worker do what it is asked for; of all that it calls, the worker has the text. */
function serve() {
  /** @type {any} */
  const worker = globalThis;
  /** @type {any} */
  let known = null;
  worker.onmessage = (/** @type {MessageEvent} */ { data }) => {
    if (data.known) known = { ...data.known, grid: new Grid(data.known.grid) };
    if (data.shown) known.shown = data.shown;
    if (!data.job) return;
    const steps = data.job.z === undefined ? countCells(known, data.job) : drawTile(known, data.job);
    let step = steps.next();
    while (!step.done) step = steps.next();
    worker.postMessage(step.value, step.value instanceof Uint8ClampedArray ? [step.value.buffer] : []);
  };
}

const SLICE = 6; // milliseconds of work at a time, where no worker does it
const FEW = 10_000; // points that are drawn sooner than a worker starts
const TILE = 512; // pixels: a quarter of the canvases that a browser has to put together with tiles of 256

/**
 * Draws and counts points, one job at a time: in a worker; of few points the first time, and where there can be no worker, in
 * slices between the page's other work.
 */
export class PointWork {
  /** @type {{ job: any, done: (result: any) => void }[]} */ #waiting = [];
  /** @type {{ job: any, done: (result: any) => void } | null} */ #current = null;
  /** @type {Worker | null} */ #worker = null;
  /** @type {(() => void)[]} */ #onIdle = [];
  #mayHire = true;
  #end = 0;

  /** @param {PointsKnown} known */
  constructor(known) {
    this.known = known;
    if (known.kindOf.length > FEW) this.#hire();
  }

  /** Leave what follows to a worker, where there can be one. */
  #hire() {
    if (!this.#mayHire) return;
    this.#mayHire = false;
    const { known } = this;
    try {
      const source = `"use strict";\n${[Grid, drawTile, countCells, serve].join("\n")}\nserve();\n`;
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      this.#worker = new Worker(address);
      this.#worker.onmessage = ({ data }) => this.#finish(data);
      this.#worker.onerror = () => this.#doWithoutWorker();
      this.#worker.postMessage({ known: { ...known, grid: { ...known.grid } } });
    } catch {
      this.#worker = null; // an old browser, or a frame that forbids it
    }
  }

  /** The filter let other records through. */
  refresh() {
    this.#worker?.postMessage({ shown: this.known.shown });
  }

  /**
   * Call `done` with the result of a job, counting before drawing.
   * @param {TileJob | CountJob} job
   * @param {(result: any) => void} done
   */
  ask(job, done) {
    if ("z" in job) this.#waiting.push({ job, done });
    else this.#waiting.unshift({ job, done });
    if (!this.#current) this.#begin();
  }

  /**
   * Count at once, for what cannot wait, such as paper.
   * @param {CountJob} job
   */
  count(job) {
    const steps = countCells(this.known, job);
    let step = steps.next();
    while (!step.done) step = steps.next();
    return step.value;
  }

  /**
   * Forget a job that nobody waits for any longer.
   * @param {TileJob | CountJob} job
   */
  cancel(job) {
    this.#waiting = this.#waiting.filter((one) => one.job !== job);
  }

  #begin() {
    this.#current = this.#waiting.shift() ?? null;
    if (!this.#current) {
      this.#end = 0;
      return;
    }
    if (this.#worker) this.#worker.postMessage({ job: this.#current.job });
    else this.#doHere(this.#current.job);
  }

  /** @param {any} result */
  #finish(result) {
    const current = this.#current;
    this.#begin();
    current?.done(result);
    if (this.#current) return;
    this.#hire();
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /**
   * Wait until nothing is left to do.
   * @returns {Promise<void>}
   */
  idle() {
    return this.#current ? new Promise((resolve) => this.#onIdle.push(resolve)) : Promise.resolve();
  }

  #doWithoutWorker() {
    this.#worker?.terminate();
    this.#worker = null;
    if (this.#current) this.#doHere(this.#current.job);
  }

  /** @param {any} job */
  #doHere(job) {
    const steps = job.z === undefined ? countCells(this.known, job) : drawTile(this.known, job);
    const go = () => {
      let step = steps.next();
      while (!step.done && performance.now() < this.#end) step = steps.next();
      if (step.done) this.#finish(step.value);
      else pause();
    };
    const pause = () =>
      setTimeout(() => {
        this.#end = performance.now() + SLICE;
        go();
      });
    if (performance.now() < this.#end) go();
    else pause();
  }
}

/**
 * A Leaflet layer that shows the points.
 * @param {Leaflet} L
 * @param {L.Map} map
 * @param {PointWork} work
 * @param {string[]} colours of the kinds
 * @param {string} pane
 * @returns {L.GridLayer}
 */
export function pointLayer(L, map, work, colours, pane) {
  /** @type {WeakMap<HTMLElement, TileJob>} */
  const jobs = new WeakMap();
  const sharp = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
  /** By their size. @type {Stamp[][]} */
  const stamps = [];
  const Layer = /** @type {GridLayerClass} */ (
    L.GridLayer.extend({
      /**
       * @this {L.GridLayer}
       * @param {L.Coords} coords
       * @param {(error: undefined, tile: HTMLElement) => void} done
       */
      createTile(coords, done) {
        const { x, y, z } = coords;
        const tile = document.createElement("canvas");
        const size = z < 9 ? 2 : z < 13 ? 3 : 4;
        stamps[size] ??= colours.map((colour, kind) => stamp(kind, colour, size, sharp));
        const job = { x, y, z, side: TILE, sharp, stamps: stamps[size] };
        jobs.set(tile, job);
        work.ask(job, async (drawn) => {
          // each canvas that changes costs an animation a frame
          if (tile.closest(".leaflet-zoom-anim")) await new Promise((resolve) => map.once("zoomend", resolve));
          if (drawn) {
            tile.width = tile.height = TILE * sharp;
            tile.getContext("2d")?.putImageData(new ImageData(drawn, tile.width, tile.height), 0, 0);
          }
          done(undefined, tile);
        });
        return tile;
      },
    })
  );
  // each record is drawn once, as its symbol is, and not again in every copy of the world
  const layer = new Layer({ pane, tileSize: TILE, updateWhenZooming: false, noWrap: true, opacity: 0.6 });
  layer.on("tileunload", (/** @type {any} */ { tile }) => {
    const job = jobs.get(tile);
    if (job) work.cancel(job);
  });
  return layer;
}
