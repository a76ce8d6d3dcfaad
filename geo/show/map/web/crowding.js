// Finds room for symbols of records that lie close together: side by side, counted, in a fan or in a spiral. Plain figures in pixels.

/** Records nearer to one another than this share their place on the screen. */
export const NEAR = 25;
/** So many at most open as a fan with names. */
export const MOST_FANNED = 14;
const TARGET = 24; // the least side of what can be clicked
const BESIDE = 26; // from one symbol to the next that stands beside it
const MOST_BESIDE = 3;
const FAN_STEP = 34;
const LEAST_FAN = 46;
const ROUND = 3.65; // radians of a spiral between 1² and 2² symbols
const OUTWARD = 4; // pixels for each of these radians
const ROW = 24; // pixels within which symbols stand in one row to a reader
const LETTER = 7.5;

/** @typedef {{ symbols: CrowdSymbol[], points: CrowdPoint[], cells: CrowdCell[] }} Group */

/**
 * How wide and high a counted symbol is: a row for each kind that it holds.
 * @param {number[]} counts
 * @returns {[number, number]}
 */
export function countedSize(counts) {
  const present = counts.filter(Boolean);
  const digits = String(Math.max(...present)).length;
  const longest = digits + Math.floor((digits - 1) / 3); // with what groups the thousands
  return [Math.max(TARGET + 2, Math.ceil(25 + LETTER * longest)), Math.max(TARGET, 6 + 15 * present.length)];
}

/**
 * @param {CrowdPoint} point
 * @param {number} x
 * @param {number} y
 * @param {boolean} isAlone
 * @returns {CrowdSymbol}
 */
function single(point, x, y, isAlone = false) {
  return { x, y, width: TARGET, height: TARGET, first: point.number, counts: null, points: [point], cells: [], isAlone };
}

/**
 * One symbol for several records, in their middle.
 * @param {CrowdPoint[]} points
 * @param {CrowdCell[]} cells
 * @returns {CrowdSymbol}
 */
function counted(points, cells) {
  /** @type {number[]} */
  const counts = [];
  let [x, y, total, first] = [0, 0, 0, Number.POSITIVE_INFINITY];
  const add = (/** @type {number} */ kind, /** @type {number} */ count) => {
    while (counts.length <= kind) counts.push(0);
    counts[kind] += count;
  };
  for (const point of points) {
    add(point.kind, 1);
    [x, y, total, first] = [x + point.x, y + point.y, total + 1, Math.min(first, point.number)];
  }
  for (const cell of cells) {
    for (const [kind, count] of cell.counts.entries()) add(kind, count);
    [x, y, total] = [x + cell.x * cell.total, y + cell.y * cell.total, total + cell.total];
    first = Math.min(first, cell.first);
  }
  const [width, height] = countedSize(counts);
  return { x: x / total, y: y / total, width, height, first, counts, points, cells, isAlone: false };
}

/**
 * Two or three side by side; one symbol with counts for more.
 * @param {CrowdPoint[]} points
 * @returns {Group}
 */
function stand(points) {
  if (points.length > MOST_BESIDE) return { symbols: [counted(points, [])], points, cells: [] };
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  const row = points.toSorted((one, other) => one.x - other.x || one.number - other.number);
  const symbols = row.map((point, index) => single(point, x + (index - (row.length - 1) / 2) * BESIDE, y));
  return { symbols, points, cells: [] };
}

/**
 * Each point with those around it that no earlier one took.
 * @param {CrowdPoint[]} points
 */
function groupsOf(points) {
  /** @type {Map<string, CrowdPoint[]>} */
  const squares = new Map();
  const square = (/** @type {number} */ value) => Math.floor(value / NEAR);
  for (const point of points) {
    const key = `${square(point.x)} ${square(point.y)}`;
    squares.set(key, [...(squares.get(key) ?? []), point]);
  }
  const taken = new Set();
  /** @type {CrowdPoint[][]} */
  const groups = [];
  for (const seed of points) {
    if (taken.has(seed)) continue;
    const around = [-1, 0, 1].flatMap((down) =>
      [-1, 0, 1].flatMap((across) => squares.get(`${square(seed.x) + across} ${square(seed.y) + down}`) ?? []),
    );
    const group = around.filter((point) => !taken.has(point) && Math.hypot(point.x - seed.x, point.y - seed.y) < NEAR);
    for (const point of group) taken.add(point);
    groups.push(group.sort((one, other) => one.number - other.number));
  }
  return groups;
}

/**
 * Whether two symbols cover one another.
 * @param {CrowdSymbol} one
 * @param {CrowdSymbol} other
 */
function clash(one, other) {
  return Math.abs(one.x - other.x) * 2 < one.width + other.width && Math.abs(one.y - other.y) * 2 < one.height + other.height;
}

/**
 * @param {Group} one
 * @param {Group} other
 */
function meet(one, other) {
  return one.symbols.some((symbol) => other.symbols.some((beside) => clash(symbol, beside)));
}

/**
 * Merge groups until no symbol covers another.
 * @param {Group[]} groups
 */
function merge(groups) {
  const waiting = groups.toReversed();
  /** @type {Group[]} */
  const settled = [];
  for (let group = waiting.pop(); group; group = waiting.pop()) {
    const moving = group;
    const at = settled.findIndex((other) => meet(moving, other));
    if (at < 0) settled.push(group);
    else {
      const [other] = settled.splice(at, 1);
      const [points, cells] = [
        [...other.points, ...group.points],
        [...other.cells, ...group.cells],
      ];
      waiting.push({ symbols: [counted(points, cells)], points, cells });
    }
  }
  return settled;
}

/**
 * Move a group beside the symbols that stand on their own, to the nearest free place around it.
 * @param {Group} group
 * @param {CrowdSymbol[]} taken
 */
function makeRoom(group, taken) {
  const isFree = (/** @type {CrowdSymbol[]} */ symbols) => !symbols.some((symbol) => taken.some((other) => clash(symbol, other)));
  if (isFree(group.symbols)) return group.symbols;
  for (let reach = 6; reach <= 120; reach += 6) {
    for (let turn = 0; turn < 16; turn += 1) {
      const [across, down] = [Math.cos((turn * Math.PI) / 8) * reach, Math.sin((turn * Math.PI) / 8) * reach];
      const moved = group.symbols.map((symbol) => ({ ...symbol, x: symbol.x + across, y: symbol.y + down }));
      if (isFree(moved)) return moved;
    }
  }
  return group.symbols;
}

/**
 * The symbols, with some records where they lie whatever else is there.
 * @param {CrowdPoint[]} points
 * @param {ReadonlySet<number>} fixed
 * @param {CrowdCell[]} cells
 */
function settle(points, fixed, cells) {
  const symbols = points.filter(({ number }) => fixed.has(number)).map((point) => single(point, point.x, point.y, true));
  const free = groupsOf(points.filter(({ number }) => !fixed.has(number))).map(stand);
  const merged = merge([...free, ...cells.map((cell) => ({ symbols: [counted([], [cell])], points: [], cells: [cell] }))]);
  const own = [...symbols];
  const isFree = (/** @type {Group} */ group) => !group.symbols.some((symbol) => own.some((other) => clash(symbol, other)));
  for (const group of merged.filter(isFree)) symbols.push(...group.symbols);
  for (const group of merged.filter((one) => !isFree(one))) symbols.push(...makeRoom(group, symbols));
  return symbols.sort((one, other) => one.first - other.first);
}

/**
 * The symbols for points on the screen: each point is in exactly one of them, and no two cover one another, but for those that
 * stay where they are whatever lies there. `cells` are records that were only counted.
 * @param {CrowdPoint[]} points
 * @param {ReadonlySet<number>} [alone] numbers of records that are never counted with others
 * @param {boolean} [isExact] whether these stay exactly where they lie, and not beside others either
 * @param {CrowdCell[]} [cells]
 * @returns {CrowdSymbol[]}
 */
export function arrange(points, alone = new Set(), isExact = true, cells = []) {
  let fixed = isExact ? alone : new Set();
  for (;;) {
    const symbols = settle(points, fixed, cells);
    const members = symbols.flatMap((one) => (one.counts ? one.points : []));
    const lost = members.filter(({ number }) => alone.has(number)).map(({ number }) => number);
    if (!lost.length) return symbols;
    fixed = new Set([...fixed, ...lost]);
  }
}

/**
 * Where the members of a small counted symbol stand around it: [x, y] from its middle.
 * @param {number} count
 * @returns {[number, number][]}
 */
export function fanSpots(count) {
  const radius = Math.max(LEAST_FAN, FAN_STEP / 2 / Math.sin(Math.PI / Math.max(2, count)));
  return Array.from({ length: count }, (_, index) => {
    const turn = (2 * Math.PI * index) / count - Math.PI / 2;
    return [radius * Math.cos(turn), radius * Math.sin(turn)];
  });
}

/**
 * Where as many as there are stand on a spiral, at least 25 pixels apart: [x, y] from its middle.
 * @param {number} count
 * @returns {[number, number][]}
 */
export function spiralSpots(count) {
  return Array.from({ length: count }, (_, index) => {
    const turn = Math.sqrt(index + 2) * ROUND;
    return [OUTWARD * turn * Math.cos(turn), OUTWARD * turn * Math.sin(turn)];
  });
}

/**
 * How many a spiral holds within so many pixels of its middle.
 * @param {number} radius
 */
export function spiralRoom(radius) {
  return Math.max(MOST_FANNED, Math.floor((radius / OUTWARD / ROUND) ** 2) - 1);
}

/** Where an arrow key leads. @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The index of the place to which a key leads from one of `places`: the nearest in the direction of an arrow, the next or
 * previous one in reading order, the first, the last. Undefined where the key leads nowhere.
 * @param {{ x: number, y: number }[]} places
 * @param {number} from
 * @param {string} key
 */
export function placeAfter(places, from, key) {
  if (Object.hasOwn(ARROWS, key)) return nearestTowards(places, places[from], ARROWS[key]);
  const row = (/** @type {{ y: number }} */ { y }) => Math.floor(y / ROW);
  const order = Array.from(places.keys()).sort((one, other) => {
    return row(places[one]) - row(places[other]) || places[one].x - places[other].x || one - other;
  });
  const at = order.indexOf(from);
  if (key === "PageDown") return order[at + 1];
  if (key === "PageUp") return order[at - 1];
  if (key === "Home") return order[0];
  return key === "End" ? order.at(-1) : undefined;
}

/**
 * Each other place lies in the quarter of one arrow.
 * @param {{ x: number, y: number }[]} places
 * @param {{ x: number, y: number }} from
 * @param {[number, number]} way
 */
function nearestTowards(places, from, [across, down]) {
  /** @type {number | undefined} */
  let best;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, place] of places.entries()) {
    const [x, y] = [place.x - from.x, place.y - from.y];
    const ahead = x * across + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * across);
    if (ahead <= 0 || aside > ahead || ahead + aside / 2 >= least) continue;
    [best, least] = [index, ahead + aside / 2];
  }
  return best;
}
