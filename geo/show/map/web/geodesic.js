// Geodesics on WGS 84 in the browser, with the numbers of `geo distance`: the two agree to far less than a millimetre.
// Source: T. Vincenty (1975), Direct and inverse solutions of geodesics on the ellipsoid, Survey Review 23 (176), 88-93,
// doi:10.1179/sre.1975.23.176.88. It does not converge for nearly antipodal points: `inverse` then gives null.

export const A = 6378137;
const F = 1 / 298.257223563;
export const B = A * (1 - F);
const RADIANS = Math.PI / 180;

/** @param {number} cosSquaredAlpha */
function coefficients(cosSquaredAlpha) {
  const uSquared = (cosSquaredAlpha * (A * A - B * B)) / (B * B);
  return [
    1 + (uSquared / 16384) * (4096 + uSquared * (-768 + uSquared * (320 - 175 * uSquared))),
    (uSquared / 1024) * (256 + uSquared * (-128 + uSquared * (74 - 47 * uSquared))),
    (F / 16) * cosSquaredAlpha * (4 + F * (4 - 3 * cosSquaredAlpha)),
  ];
}

/**
 * @param {number} big
 * @param {number} sinSigma
 * @param {number} cosSigma
 * @param {number} cosTwoSigmaM
 */
function deltaSigma(big, sinSigma, cosSigma, cosTwoSigmaM) {
  const c2 = cosTwoSigmaM * cosTwoSigmaM;
  const inner = cosSigma * (2 * c2 - 1) - (big / 6) * cosTwoSigmaM * (4 * sinSigma * sinSigma - 3) * (4 * c2 - 3);
  return big * sinSigma * (cosTwoSigmaM + (big / 4) * inner);
}

/**
 * Distance in metres and forward azimuth in degrees between two [lat, lon] pairs in degrees, or null.
 * @param {LatLon} from
 * @param {LatLon} to
 */
export function inverse([lat1, lon1], [lat2, lon2]) {
  const u1 = Math.atan((1 - F) * Math.tan(lat1 * RADIANS));
  const u2 = Math.atan((1 - F) * Math.tan(lat2 * RADIANS));
  const length = ((((lon2 - lon1) % 360) * RADIANS + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = length;
  for (let round = 0; round < 200; round += 1) {
    const [sinLambda, cosLambda] = [Math.sin(lambda), Math.cos(lambda)];
    const x = cosU2 * sinLambda;
    const y = cosU1 * sinU2 - sinU1 * cosU2 * cosLambda;
    const sinSigma = Math.hypot(x, y);
    if (sinSigma === 0) return { distance_m: 0, azimuth_deg: 0 };
    const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cosU1 * cosU2 * sinLambda) / sinSigma;
    const cosSquaredAlpha = 1 - sinAlpha * sinAlpha;
    const cosTwoSigmaM = cosSquaredAlpha === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cosSquaredAlpha;
    const [bigA, bigB, c] = coefficients(cosSquaredAlpha);
    const before = lambda;
    lambda =
      length + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cosTwoSigmaM + c * cosSigma * (2 * cosTwoSigmaM * cosTwoSigmaM - 1)));
    if (Math.abs(lambda - before) < 1e-13) {
      const distance = B * bigA * (sigma - deltaSigma(bigB, sinSigma, cosSigma, cosTwoSigmaM));
      const azimuth = Math.atan2(cosU2 * Math.sin(lambda), cosU1 * sinU2 - sinU1 * cosU2 * Math.cos(lambda));
      return { distance_m: distance, azimuth_deg: (azimuth / RADIANS + 360) % 360 };
    }
  }
  return null;
}

/**
 * The [lat, lon] in degrees that lies `distance` metres from a [lat, lon] along an azimuth in degrees; lon may pass 180.
 * @param {LatLon} from
 * @param {number} azimuth
 * @param {number} distance
 * @returns {LatLon}
 */
export function direct([lat, lon], azimuth, distance) {
  const alpha = azimuth * RADIANS;
  const tanU1 = (1 - F) * Math.tan(lat * RADIANS);
  const cosU1 = 1 / Math.hypot(1, tanU1);
  const sinU1 = tanU1 * cosU1;
  const sigma1 = Math.atan2(tanU1, Math.cos(alpha));
  const sinAlpha = cosU1 * Math.sin(alpha);
  const cosSquaredAlpha = 1 - sinAlpha * sinAlpha;
  const [bigA, bigB, c] = coefficients(cosSquaredAlpha);
  let sigma = distance / (B * bigA);
  let cosTwoSigmaM = 0;
  for (let round = 0; round < 100; round += 1) {
    cosTwoSigmaM = Math.cos(2 * sigma1 + sigma);
    const next = distance / (B * bigA) + deltaSigma(bigB, Math.sin(sigma), Math.cos(sigma), cosTwoSigmaM);
    const change = Math.abs(next - sigma);
    sigma = next;
    if (change < 1e-14) break;
  }
  const [sinSigma, cosSigma, cosAlpha] = [Math.sin(sigma), Math.cos(sigma), Math.cos(alpha)];
  const y = sinU1 * cosSigma + cosU1 * sinSigma * cosAlpha;
  const lat2 = Math.atan2(y, (1 - F) * Math.hypot(sinAlpha, sinU1 * sinSigma - cosU1 * cosSigma * cosAlpha));
  const lambda = Math.atan2(sinSigma * Math.sin(alpha), cosU1 * cosSigma - sinU1 * sinSigma * cosAlpha);
  const turn = sigma + c * sinSigma * (cosTwoSigmaM + c * cosSigma * (2 * cosTwoSigmaM * cosTwoSigmaM - 1));
  return [lat2 / RADIANS, lon + (lambda - (1 - c) * F * sinAlpha * turn) / RADIANS];
}

/**
 * Enough corners to stay within 5 m, and 0.04 % of the radius, of a circle in the plane.
 * @param {number} radius
 */
function enough(radius) {
  return Math.max(120, Math.ceil(Math.PI * Math.sqrt(radius / 10)));
}

/**
 * Corners [lat, lon] of the geodesic circle around a [lat, lon]; one that holds a pole is closed along the map's edge.
 * @param {LatLon} center
 * @param {number} radius
 * @param {number} [corners]
 * @returns {LatLon[]}
 */
export function circle(center, radius, corners = enough(radius)) {
  const ring = Array.from({ length: corners }, (_, index) => direct(center, (360 * index) / corners, radius));
  for (const pole of [90, -90]) {
    const toPole = inverse(center, [pole, center[1]]);
    if (toPole && toPole.distance_m < radius) {
      /** @type {LatLon[]} */
      const byLongitude = ring.map(([lat, lon]) => [lat, ((lon - center[1] + 540) % 360) - 180 + center[1]]);
      byLongitude.sort((one, other) => one[1] - other[1]);
      const [west, east] = [center[1] - 180, center[1] + 180];
      return [[pole, west], [byLongitude[0][0], west], ...byLongitude, [byLongitude[corners - 1][0], east], [pole, east]];
    }
  }
  return ring;
}

/**
 * The geodesic between two places of the map as it is drawn: where the short way leaves the map at one edge, once from each
 * end, so that it comes in again at the other edge.
 * @param {LatLon} from
 * @param {LatLon} to
 * @param {number} [pieces]
 * @returns {[LatLon[], ...LatLon[][]]}
 */
export function drawnLines(from, to, pieces) {
  const points = line(from, to, pieces);
  const turn = 360 * Math.round((to[1] - points[points.length - 1][1]) / 360);
  return turn ? [points, points.map(([lat, lon]) => [lat, lon + turn])] : [points];
}

/**
 * Where the first of such lines begins and ends.
 * @param {[LatLon[], ...LatLon[][]]} lines
 * @returns {LatLon[]}
 */
export function endsOf([points]) {
  return [points[0], points[points.length - 1]];
}

/**
 * A part of a geodesic wherever such lines have it.
 * @param {LatLon[]} part
 * @param {[LatLon[], ...LatLon[][]]} lines
 */
export function drawnParts(part, lines) {
  const lons = lines.flatMap((points) => points.map(([, lon]) => lon));
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const turns = lines.length > 1 ? [-360, 0, 360] : [0];
  const moved = turns.map((turn) => part.map(([lat, lon]) => /** @type {LatLon} */ ([lat, lon + turn])));
  return moved.filter((one) => lines.length === 1 || (one[0][1] >= west && one[0][1] <= east));
}

/**
 * Points [lat, lon] along the geodesic from one [lat, lon] to another, both included.
 * @param {LatLon} from
 * @param {LatLon} to
 * @param {number} [pieces]
 * @returns {LatLon[]}
 */
export function line(from, to, pieces = 32) {
  const whole = inverse(from, to);
  if (!whole || whole.distance_m === 0) return [from, to];
  const step = whole.distance_m / pieces;
  return Array.from({ length: pieces + 1 }, (_, index) => direct(from, whole.azimuth_deg, step * index));
}
