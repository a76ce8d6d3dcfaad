// Numbers and names as a reader takes them in.

export const KINDS = {
  fragment_site: ["Fragment site", "Fragment sites"],
  strike_report: ["Strike report", "Strike reports"],
  place: ["Place", "Places"],
};

/** Metres with one decimal below 10 km, kilometres beyond. */
export function metres(value) {
  if (value >= 10_000) return `${(value / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} km`;
  return `${value.toLocaleString("en", { maximumFractionDigits: value < 0.1 ? 3 : 1 })} m`;
}

/** "775 to 785 m", "at least 775 m". */
export function interval(low, high) {
  if (high === null) return `at least ${metres(low)}`;
  return `${low.toLocaleString("en", { maximumFractionDigits: 1 })} to ${metres(high)}`;
}

/** Degrees with a sign-free hemisphere: 39° 45′ 38.1″ N. */
export function sexagesimal(degrees, hemispheres, decimals) {
  const scale = 10 ** decimals;
  const total = Math.round(Math.abs(degrees) * 3600 * scale);
  const seconds = (total % (60 * scale)) / scale;
  const minutes = Math.floor(total / (60 * scale)) % 60;
  const whole = Math.floor(total / (3600 * scale));
  const width = decimals ? decimals + 3 : 2;
  const padded = seconds.toFixed(decimals).padStart(width, "0");
  return `${whole}°${String(minutes).padStart(2, "0")}′${padded}″${hemispheres[degrees < 0 ? 1 : 0]}`;
}
