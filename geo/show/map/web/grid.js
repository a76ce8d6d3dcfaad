// UTM and MGRS from latitude and longitude on WGS 84, to the metre and finer.
// Source: C. F. F. Karney (2011), Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85, 475-485,
// doi:10.1007/s00190-011-0445-3: Krüger's series to the sixth order, eq. 35; zones and letters: NGA.STND.0037.

const FLATTENING = 1 / 298.257223563;
const THIRD = FLATTENING / (2 - FLATTENING);
const RADIUS = (6378137 / (1 + THIRD)) * (1 + THIRD ** 2 / 4 + THIRD ** 4 / 64 + THIRD ** 6 / 256);
const ALPHA = [
  THIRD / 2 -
    (2 / 3) * THIRD ** 2 +
    (5 / 16) * THIRD ** 3 +
    (41 / 180) * THIRD ** 4 -
    (127 / 288) * THIRD ** 5 +
    (7891 / 37800) * THIRD ** 6,
  (13 / 48) * THIRD ** 2 - (3 / 5) * THIRD ** 3 + (557 / 1440) * THIRD ** 4 + (281 / 630) * THIRD ** 5 - (1983433 / 1935360) * THIRD ** 6,
  (61 / 240) * THIRD ** 3 - (103 / 140) * THIRD ** 4 + (15061 / 26880) * THIRD ** 5 + (167603 / 181440) * THIRD ** 6,
  (49561 / 161280) * THIRD ** 4 - (179 / 168) * THIRD ** 5 + (6601661 / 7257600) * THIRD ** 6,
  (34729 / 80640) * THIRD ** 5 - (3418889 / 1995840) * THIRD ** 6,
  (212378941 / 319334400) * THIRD ** 6,
];
const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
const ROWS = ["ABCDEFGHJKLMNPQRSTUV", "FGHJKLMNPQRSTUVABCDE"];

/**
 * @param {number} lat
 * @param {number} lon
 */
function zoneOf(lat, lon) {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return [31, 33, 35, 37][lon < 9 ? 0 : lon < 21 ? 1 : lon < 33 ? 2 : 3];
  return Math.floor(((lon + 180) % 360) / 6) + 1;
}

/**
 * Zone, band, easting and northing in metres, or null beyond 80°S and 84°N, where UTM ends.
 * @param {number} lat
 * @param {number} lon
 */
export function utm(lat, lon) {
  if (lat < -80 || lat > 84) return null;
  const zone = zoneOf(lat, lon);
  const phi = (lat * Math.PI) / 180;
  const lambda = ((((lon - (zone * 6 - 183) + 540) % 360) - 180) * Math.PI) / 180;
  const e = Math.sqrt(FLATTENING * (2 - FLATTENING));
  const tau = Math.tan(phi);
  const sigma = Math.sinh(e * Math.atanh((e * tau) / Math.hypot(1, tau)));
  const tauPrime = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
  const xi = Math.atan2(tauPrime, Math.cos(lambda));
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(tauPrime, Math.cos(lambda)));
  let [north, east] = [xi, eta];
  ALPHA.forEach((alpha, index) => {
    const twice = 2 * (index + 1);
    north += alpha * Math.sin(twice * xi) * Math.cosh(twice * eta);
    east += alpha * Math.cos(twice * xi) * Math.sinh(twice * eta);
  });
  const band = BANDS[Math.min(lat < 0 ? 9 : 19, Math.floor((lat + 80) / 8))];
  const northing = 0.9996 * RADIUS * north + (lat < 0 ? 10_000_000 : 0);
  return { zone, band, easting: 500_000 + 0.9996 * RADIUS * east, northing };
}

/**
 * "38N 649283 4402637", "18L 271845 8617432": the metre square of the point, after the zone and a letter that means the same
 * as a band of latitude and as a hemisphere. "38S" would be both a northern band and a southern zone.
 * @param {number} lat
 * @param {number} lon
 */
export function utmText(lat, lon) {
  const at = utm(lat, lon);
  return at && `${at.zone}${lat < 0 ? at.band : "N"} ${Math.floor(at.easting)} ${Math.floor(at.northing)}`;
}

/**
 * "38S PK 49283 02637": the same square in the military grid.
 * @param {number} lat
 * @param {number} lon
 */
export function mgrsText(lat, lon) {
  const at = utm(lat, lon);
  if (!at) return null;
  const column = COLUMNS[(at.zone - 1) % 3][Math.floor(at.easting / 100_000) - 1];
  const row = ROWS[(at.zone - 1) % 2][Math.floor(at.northing / 100_000) % 20];
  const digits = (/** @type {number} */ value) => String(Math.floor(value) % 100_000).padStart(5, "0");
  return `${String(at.zone).padStart(2, "0")}${at.band} ${column}${row} ${digits(at.easting)} ${digits(at.northing)}`;
}
