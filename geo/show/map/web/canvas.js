// Many points at once: drawn tile by tile on canvases from a grid of cells, each pixel once, so that a million stay fluid.

const CELLS = 512;

/** Records sorted into square cells of the Mercator plane, to ask what lies in a rectangle. */
export class Grid {
  /**
   * @param {Float64Array} lat in degrees, NaN where there is no position
   * @param {Float64Array} lon
   * @param {(lat: number, lon: number) => number[]} project gives [x, y] in 0..1
   */
  constructor(lat, lon, project) {
    this.count = lat.length;
    this.x = new Float64Array(this.count);
    this.y = new Float64Array(this.count);
    let [west, south, east, north] = [1, 1, 0, 0];
    for (let number = 0; number < this.count; number += 1) {
      const [x, y] = project(lat[number], lon[number]);
      this.x[number] = x;
      this.y[number] = y;
      if (Number.isNaN(x)) continue;
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
    this.west = west;
    this.south = south;
    this.cell = Math.max(east - west, north - south, 1e-9) / CELLS;
    this.starts = new Int32Array(CELLS * CELLS + 1);
    const cellOf = new Int32Array(this.count);
    for (let number = 0; number < this.count; number += 1) {
      cellOf[number] = Number.isNaN(this.x[number]) ? -1 : this.#index(this.x[number], this.y[number]);
      if (cellOf[number] >= 0) this.starts[cellOf[number] + 1] += 1;
    }
    for (let cell = 0; cell < CELLS * CELLS; cell += 1) this.starts[cell + 1] += this.starts[cell];
    this.order = new Int32Array(this.starts[CELLS * CELLS]);
    const next = this.starts.slice();
    for (let number = 0; number < this.count; number += 1) {
      if (cellOf[number] >= 0) this.order[next[cellOf[number]]++] = number;
    }
  }

  /**
   * @param {number} value
   * @param {number} origin
   */
  #column(value, origin) {
    return Math.min(CELLS - 1, Math.max(0, Math.floor((value - origin) / this.cell)));
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #index(x, y) {
    return this.#column(y, this.south) * CELLS + this.#column(x, this.west);
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
    const span = CELLS * this.cell;
    if (east < this.west || north < this.south || west > this.west + span || south > this.south + span) return;
    for (let row = this.#column(south, this.south); row <= this.#column(north, this.south); row += 1) {
      const from = row * CELLS + this.#column(west, this.west);
      const to = row * CELLS + this.#column(east, this.west);
      for (let at = this.starts[from]; at < this.starts[to + 1]; at += 1) {
        const number = this.order[at];
        if (this.x[number] < west || this.x[number] > east || this.y[number] < south || this.y[number] > north) continue;
        if (visit(number) === false) return;
      }
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} kind
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function dot(context, kind, x, y, size) {
  context.beginPath();
  if (kind === 0) {
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
    context.closePath();
  } else if (kind === 1) {
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y - size);
    context.lineTo(x - size, y + size);
  } else {
    context.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
  }
}

/**
 * A Leaflet layer that draws the records of a grid for which `shown[number]` is set.
 * @param {Leaflet} L
 * @param {Grid} grid
 * @param {Uint8Array} kindOf
 * @param {Uint8Array} shown
 * @param {string[]} colours of the kinds
 * @returns {L.GridLayer}
 */
export function canvasLayer(L, grid, kindOf, shown, colours) {
  const Layer = /** @type {GridLayerClass} */ (
    L.GridLayer.extend({
      /**
       * @this {L.GridLayer}
       * @param {L.Coords} coords
       */
      createTile(coords) {
        const tile = document.createElement("canvas");
        const side = this.getTileSize().x;
        const scale = side * 2 ** coords.z;
        const size = coords.z < 9 ? 2 : coords.z < 13 ? 3 : 4;
        const sharp = Math.min(2, window.devicePixelRatio || 1);
        tile.width = side * sharp;
        tile.height = side * sharp;
        const context = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
        context.scale(sharp, sharp);
        const taken = new Uint8Array((side + 16) * (side + 16));
        const edge = 8 / scale;
        const [west, south] = [coords.x / 2 ** coords.z, coords.y / 2 ** coords.z];
        const width = side / scale;
        /** @type {number[][]} */
        const kinds = colours.map(() => []);
        grid.within(west - edge, south - edge, west + width + edge, south + width + edge, (number) => {
          if (!shown[number]) return;
          const x = Math.round((grid.x[number] - west) * scale);
          const y = Math.round((grid.y[number] - south) * scale);
          const pixel = (y + 8) * (side + 16) + x + 8;
          if (taken[pixel]) return;
          taken[pixel] = 1;
          kinds[kindOf[number]].push(x, y);
        });
        kinds.forEach((places, kind) => {
          context.fillStyle = colours[kind];
          context.strokeStyle = colours[kind];
          context.lineWidth = 1.4;
          for (let at = 0; at < places.length; at += 2) {
            dot(context, kind, places[at], places[at + 1], size);
            if (kind === 0) context.fill();
            else context.stroke();
          }
        });
        return tile;
      },
    })
  );
  return new Layer({ pane: "overlayPane", updateWhenZooming: false, noWrap: true });
}
