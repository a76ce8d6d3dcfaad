// What the reader has set: filters, layers, what is chosen and the view. It has one owner, and whoever shows it subscribes.

/** Layers that are off at the start, so that records and contradictions can be read; a chosen finding shows its own. */
export const QUIET = new Set(["lethal", "range", "ring", "locus", "uncertainty"]);

/** The state at the start, before the link and the record have had their say. @type {ReaderState} */
export const START = {
  hiddenVerdicts: new Set(),
  hiddenLayers: QUIET,
  until: null,
  text: "",
  chosen: null,
  view: null,
  basemap: null,
  linksBasemap: false,
  language: null,
};

/** The owner of the reader's state. Values are replaced and never changed in place. */
export class State {
  /** @type {ReaderState} */ #values;
  /** @type {{ names: (keyof ReaderState)[], listener: (state: ReaderState) => void }[]} */ #listeners = [];

  /** @param {Partial<ReaderState>} [initial] what differs from the start */
  constructor(initial = {}) {
    this.#values = Object.freeze({ ...START, ...initial });
  }

  /** The state now; it does not change when the state does. */
  get() {
    return this.#values;
  }

  /**
   * Replace some values, then tell each listener of any of them, once, in the order of subscription. Setting a value to
   * what it was tells them too: choosing a record again shows it again.
   * @param {Partial<ReaderState>} change
   */
  set(change) {
    this.#values = Object.freeze({ ...this.#values, ...change });
    for (const { names, listener } of [...this.#listeners]) if (names.some((name) => name in change)) listener(this.#values);
  }

  /**
   * Call `listener` whenever one of these values is set; the answer ends it.
   * @param {(keyof ReaderState)[]} names
   * @param {(state: ReaderState) => void} listener
   */
  subscribe(names, listener) {
    const entry = { names, listener };
    this.#listeners.push(entry);
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== entry);
    };
  }
}

/**
 * A whole state as text, to hand it on to another page.
 * @param {ReaderState} values
 */
export function serialise(values) {
  return JSON.stringify(values, (_, value) => (value instanceof Set ? { set: [...value] } : value));
}

/**
 * The state that a text holds, as far as this page has values of its names and of its shape.
 * @param {string} text
 * @returns {Partial<ReaderState>}
 */
export function deserialise(text) {
  const found = JSON.parse(text, (_, value) => (Array.isArray(value?.set) ? new Set(value.set) : value));
  /** @type {[string, any][]} */
  const start = Object.entries(START);
  const kept = start.filter(([name, value]) => name in found && found[name] instanceof Set === value instanceof Set);
  return Object.fromEntries(kept.map(([name]) => [name, found[name]]));
}

/**
 * A set with or without a member; the set itself stays as it is.
 * @template T
 * @param {ReadonlySet<T>} set
 * @param {T} member
 * @param {boolean} isIn
 */
export function withMember(set, member, isIn) {
  const changed = new Set(set);
  if (isIn) changed.add(member);
  else changed.delete(member);
  return changed;
}
