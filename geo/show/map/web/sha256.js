// SHA-256 of bytes. A page's own: `crypto.subtle` is missing in a sandboxed frame and on a page that came by plain HTTP.
// Source: FIPS 180-4, Secure Hash Standard, sections 4.1.2, 5 and 6.2, doi:10.6028/NIST.FIPS.180-4.

/** The first 32 bits of the fractional part of a root. @param {number} root */
const fraction = (root) => Math.floor((root % 1) * 2 ** 32);

/** The first primes. @param {number} count */
function primes(count) {
  /** @type {number[]} */
  const found = [];
  for (let one = 2; found.length < count; one += 1) if (found.every((prime) => one % prime)) found.push(one);
  return found;
}

/**
 * The SHA-256 of some bytes, as 64 hexadecimal digits.
 * @param {Uint8Array} bytes
 */
export function sha256(bytes) {
  const k = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
  const state = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
  const w = new Int32Array(64);
  const whole = bytes.length - (bytes.length % 64);
  const rest = new Uint8Array(bytes.length % 64 < 56 ? 64 : 128); // what is left, a bit that is set, and the length
  rest.set(bytes.subarray(whole));
  rest[bytes.length % 64] = 0x80;
  const length = new DataView(rest.buffer, rest.length - 8);
  length.setUint32(0, Math.floor(bytes.length / 2 ** 29));
  length.setUint32(4, bytes.length << 3);
  for (const [part, size] of /** @type {[Uint8Array, number][]} */ ([
    [bytes, whole],
    [rest, rest.length],
  ])) {
    const view = new DataView(part.buffer, part.byteOffset, size);
    for (let at = 0; at < size; at += 64) mix(state, k, w, view, at);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/**
 * Take in one block of 64 bytes.
 * @param {Int32Array} state
 * @param {Int32Array} k
 * @param {Int32Array} w
 * @param {DataView} view
 * @param {number} at
 */
function mix(state, k, w, view, at) {
  for (let t = 0; t < 16; t += 1) w[t] = view.getInt32(at + 4 * t);
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15];
    const y = w[t - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[t] + w[t]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] += word;
  });
}
