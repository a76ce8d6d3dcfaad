// Judges claims between two places by the rule by which `geo` judged them, for any positions: what the record says is in
// `Claimed` and `Rule`, which Python wrote. It measures from circles of uncertainty; outlines of areas it leaves to Python.

import { A, B, direct, inverse } from "./geodesic.js";

const LONGEST_GEODESIC_M = 20_003_931.4587; // from pole to pole, rounded up
const RADIANS = Math.PI / 180;
const HAIR_M = 0.002; // inside the edge of where a claim holds, to be clear of rounding
const BEARINGS = 72;

/**
 * By how many degrees the azimuth at a place may be off; null where any direction is possible.
 * As `azimuth_half_width_deg` in Python, where the sources stand.
 * @param {number} distance
 * @param {number} lat
 * @param {number} own the maximum error of the place itself, in metres
 * @param {number} other that of the other end
 */
function azimuthHalfWidth(distance, lat, own, other) {
  const farthest = Math.min(Math.PI, ((distance + own + other) * B) / A ** 2);
  const spread = Math.max(1, (A / B) ** 4 * (1 - Math.cos(farthest)) - 1);
  const angle = distance / B;
  const error = (spread * own + other) / B;
  const toPole = (90 - Math.abs(lat)) * RADIANS;
  const near = Math.min(angle, Math.PI - angle);
  const far = own / B;
  if (error >= near || far >= toPole) return null;
  const highest = Math.sin(Math.min(Math.PI / 2, Math.abs(lat) * RADIANS + far));
  const turn = Math.asin(Math.min(1, Math.sin(far) / Math.sin(toPole))) * highest;
  const width = Math.asin(Math.min(1, Math.sin(error) / Math.sin(near))) + turn;
  return width < Math.PI ? width / RADIANS : null;
}

/**
 * The measurement from one end to another; null near the antipode, where the page's geodesics do not converge.
 * @param {End} start
 * @param {End} end
 * @returns {Measured | null}
 */
function measure(start, end) {
  const found = inverse(start.at, end.at);
  if (!found) return null;
  const { distance_m, azimuth_deg } = found;
  const error = start.known_m + end.known_m;
  return {
    distance_m,
    low_m: Math.max(0, distance_m - error),
    high_m: Math.max(distance_m, Math.min(LONGEST_GEODESIC_M, distance_m + error)),
    azimuth_deg,
    azimuth_half_width_deg: azimuthHalfWidth(distance_m, start.at[0], start.known_m, end.known_m),
  };
}

/**
 * The smaller angle between two azimuths.
 * @param {number} one
 * @param {number} other
 */
function angleBetween(one, other) {
  return Math.abs(((((one - other + 180) % 360) + 360) % 360) - 180);
}

/**
 * @param {Claimed} claimed
 * @param {Rule} rule
 * @param {Measured} measured
 * @returns {[Verdict, number]}
 */
function judgeDistance({ low_m, agrees_low_m, agrees_high_m, high_m }, { roads }, measured) {
  const [least, most] = [low_m ?? 0, high_m ?? Number.POSITIVE_INFINITY];
  if (agrees_low_m !== null && agrees_low_m <= measured.low_m && measured.high_m <= (agrees_high_m ?? Number.POSITIVE_INFINITY))
    return ["agrees", 0];
  const away = (/** @type {number} */ low, /** @type {number} */ high) => Math.max(0, low - measured.high_m, measured.low_m - high);
  const gap = Math.min(away(least, most), roads ? away(least / roads[1], most / roads[0]) : Number.POSITIVE_INFINITY);
  return gap > 0 ? ["contradicted", gap] : ["compatible", 0];
}

/**
 * @param {Claimed} claimed
 * @param {Rule} rule
 * @param {Measured} measured
 * @returns {[Verdict, number]}
 */
function judgeDirection(claimed, { turn: [middle, halfWidth, isKnown] = [0, 0, true] }, measured) {
  if (measured.azimuth_half_width_deg === null) return ["untestable", 0];
  const stated = (claimed.azimuth_deg ?? 0) + middle;
  const off = Math.min(...(claimed.axis ? [stated, stated + 180] : [stated]).map((one) => angleBetween(measured.azimuth_deg, one)));
  const room = measured.azimuth_half_width_deg + halfWidth;
  const gap = Math.max(0, off - room - (claimed.azimuth_limit_deg ?? 0));
  if (gap > 0 && isKnown) return ["contradicted", gap];
  return [off + room <= (claimed.azimuth_half_width_deg ?? 0) && isKnown ? "agrees" : "compatible", 0];
}

/**
 * Whether the page can judge a finding again: it measures between two records whose outlines do not matter.
 * @param {string} kind
 * @param {Rule} rule
 */
export function isJudged(kind, rule) {
  return ["distance_claim", "direction_claim", "within_claim"].includes(kind) && !rule.areas;
}

/**
 * The verdict on a claim, the gap in metres, or of a direction in degrees, and what was measured. Null where the ends lie on
 * opposite sides of the Earth, which the page cannot measure.
 * @param {string} kind
 * @param {Claimed} claimed
 * @param {Rule} rule
 * @param {(End | null)[]} ends without a position: null
 * @returns {Judged | null}
 */
export function judge(kind, claimed, rule, [start, end]) {
  if (!start || !end) return { verdict: "untestable", gap: 0, measured: null };
  const measured = measure(start, end);
  if (!measured) return null;
  const [verdict, gap] = (kind === "direction_claim" ? judgeDirection : judgeDistance)(claimed, rule, measured);
  return { verdict, gap, measured };
}

/**
 * What another figure in metres leaves open, by the rule for a number: half of its last unit agrees, a whole step
 * contradicts. The claim's own "about", "at least", "within" or tolerance stays. Null if the text is no such number.
 * As `read_figure` and `reach` in Python.
 * @param {string} text
 * @param {Rule} rule
 * @returns {Pick<Claimed, "distance_m" | "low_m" | "agrees_low_m" | "agrees_high_m" | "high_m"> | null}
 */
export function readFigure(text, { bound, hedged, tolerance_m }) {
  const found = /^\s*(\d{1,9})(?:\.(\d{1,9}))?\s*m?\s*$/.exec(text);
  if (!found) return null;
  const decimals = (found[2] ?? "").replace(/0+$/, "");
  const digits = (found[1] + decimals).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  const last = 10 ** (digits.length - significant.length - decimals.length);
  const units = /.[27]5$/.test(significant) ? 12.5 : /.5$/.test(significant) ? 2.5 : 1;
  const value = Number(`${found[1]}.${decimals}`);
  let half = (value ? Math.min(last, value) : 1) / 2;
  let step = value ? Math.min(last * units, value / 2) : 1;
  if (hedged) step = Math.max(step, value / 5);
  if (tolerance_m !== undefined) half = step = tolerance_m;
  const [low, near, far, high] = [Math.max(0, value - step), Math.max(0, value - half), value + half, value + step];
  const limits = (/** @type {(number | null)[]} */ ...[low_m, agrees_low_m, agrees_high_m, high_m]) => ({
    distance_m: value,
    low_m,
    agrees_low_m,
    agrees_high_m,
    high_m,
  });
  if (tolerance_m !== undefined) return limits(low, near, far, high);
  if (bound === "at_least") return limits(hedged ? low : value, hedged ? near : value, null, null);
  if (bound === "at_most") return limits(0, 0, hedged ? far : value, hedged ? high : value);
  if (bound === "almost") return limits(low, near, value, value);
  if (bound === "just_over") return limits(value, value, far, high);
  return limits(low, near, far, high);
}

/**
 * The nearest place to which one end can move so that the claim holds; null where it holds already, or nowhere near.
 * @param {string} kind
 * @param {Claimed} claimed
 * @param {Rule} rule
 * @param {(End | null)[]} ends
 * @param {0 | 1} moving which end moves
 * @returns {LatLon | null}
 */
export function nearestHolding(kind, claimed, rule, ends, moving) {
  const [own, other] = [ends[moving], ends[1 - moving]];
  if (!own || !other) return null;
  const holds = (/** @type {LatLon | null} */ at) => {
    if (!at) return false;
    const moved = ends.map((end, index) => (index === moving && end ? { ...end, at } : end));
    return ["agrees", "compatible"].includes(judge(kind, claimed, rule, moved)?.verdict ?? "");
  };
  if (holds(own.at)) return null;
  if (kind !== "direction_claim") return nearestAway(claimed, rule, own, other, holds);
  return nearestTurned(own.at, holds) ?? nearestOnRay(claimed, rule, own.at, other.at, moving, holds);
}

/**
 * A distance changes fastest along the line between both ends.
 * @param {Claimed} claimed
 * @param {Rule} rule
 * @param {End} own
 * @param {End} other
 * @param {(at: LatLon | null) => boolean} holds
 */
function nearestAway({ low_m, high_m }, { roads }, own, other, holds) {
  const now = inverse(other.at, own.at);
  if (!now) return null;
  const error = own.known_m + other.known_m;
  const [shortest, longest] = roads ?? [1, 1];
  const edges = [low_m ?? 0, (low_m ?? 0) / longest].map((edge) => edge - error + HAIR_M);
  if (high_m !== null) edges.push(...[high_m, high_m / shortest].map((edge) => edge + error - HAIR_M));
  const away = (/** @type {number} */ distance) => Math.abs(distance - now.distance_m);
  const distances = edges.map((edge) => Math.max(0, edge)).sort((one, another) => away(one) - away(another));
  const places = distances.map((distance) => direct(other.at, now.azimuth_deg, distance));
  return places.find(holds) ?? null;
}

/**
 * For a direction: the smallest circle around the place that reaches where the claim holds, and where it does.
 * @param {LatLon} at
 * @param {(at: LatLon | null) => boolean} holds
 */
function nearestTurned(at, holds) {
  let [middle, spread] = [0, 180];
  /** @type {LatLon | null} */
  let best = null;
  for (let round = 0; round < 4; round += 1) {
    const bearings = Array.from({ length: BEARINGS + 1 }, (_, index) => middle + spread * ((2 * index) / BEARINGS - 1));
    const onCircle = (/** @type {number} */ radius) => bearings.find((bearing) => holds(direct(at, bearing, radius)));
    let radius = 1;
    while (onCircle(radius) === undefined) {
      radius *= 2;
      if (radius > LONGEST_GEODESIC_M) return best;
    }
    let low = radius / 2;
    for (let step = 0; step < 24; step += 1) {
      const half = (low + radius) / 2;
      if (onCircle(half) === undefined) low = half;
      else radius = half;
    }
    middle = onCircle(radius) ?? middle;
    best = direct(at, middle, radius);
    spread /= BEARINGS / 4;
  }
  return best;
}

/**
 * For a sector so narrow that no bearing of a circle met it: the nearest place in the very direction that is claimed.
 * @param {Claimed} claimed
 * @param {Rule} rule
 * @param {LatLon} at
 * @param {LatLon} other
 * @param {0 | 1} moving
 * @param {(at: LatLon | null) => boolean} holds
 * @returns {LatLon | null}
 */
function nearestOnRay({ azimuth_deg, axis }, { turn: [middle] = [0, 0, true] }, at, other, moving, holds) {
  const stated = (azimuth_deg ?? 0) + middle;
  const distance = (/** @type {LatLon | null} */ place) => (place && inverse(at, place)?.distance_m) ?? Number.POSITIVE_INFINITY;
  const found = (axis ? [stated, stated + 180] : [stated]).map((azimuth) => {
    const place = (/** @type {number} */ along) => onRay(other, azimuth, along, moving);
    let [low, high] = [0, 2 * distance(other)];
    for (let step = 0; step < 60; step += 1) {
      const third = (high - low) / 3;
      if (distance(place(low + third)) > distance(place(high - third))) low += third;
      else high -= third;
    }
    return place(high);
  });
  return found.filter(holds).sort((one, another) => distance(one) - distance(another))[0] ?? null;
}

/**
 * The place some metres from one end of a claim from which, or at which, the azimuth is just the one that is claimed.
 * @param {LatLon} other the end that stays
 * @param {number} azimuth at the first end
 * @param {number} along
 * @param {0 | 1} moving
 */
function onRay(other, azimuth, along, moving) {
  if (moving === 1) return direct(other, azimuth, along);
  let bearing = azimuth + 180;
  for (let round = 0; round < 8; round += 1) {
    const place = direct(other, bearing, along);
    bearing += azimuth - ((place && inverse(place, other)?.azimuth_deg) ?? azimuth); // north turns on the way
  }
  return direct(other, bearing, along);
}
