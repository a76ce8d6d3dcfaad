// Longitudes on one side of the page's middle, so that neighbours across the 180th meridian are drawn side by side.

/**
 * The same meridian as a longitude within 180 degrees of a middle; one that is within them stays exactly what it is.
 * @param {number} lon
 * @param {number} middle
 */
export function near(lon, middle) {
  return Math.abs(lon - middle) <= 180 ? lon : lon - 360 * Math.round((lon - middle) / 360);
}

/**
 * The longitude as it is written, from -180 to 180.
 * @param {number} lon
 */
export function written(lon) {
  return near(lon, 0);
}

/**
 * A ring of [lon, lat] without a jump: its first corner near the middle, each other one near the one before.
 * @param {LatLon[]} ring
 * @param {number} middle
 * @returns {LatLon[]}
 */
export function unbroken(ring, middle) {
  let before = middle;
  return ring.map(([lon, lat]) => {
    before = near(lon, before);
    return [before, lat];
  });
}
