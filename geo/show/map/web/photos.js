// Photographs: the picture with who took it and its hash, how far off it was taken, and those that show a record.

import { el } from "./dom.js";
import { dateText } from "./filter.js";
import { comma, t } from "./messages.js";
import { scaleOf } from "./words.js";

const HASH = 12; // digits of a hash that a person compares; the facts have all of them

/** The photographs of a record, for the cards. */
export class Photos {
  /** @type {Map<string, number[]> | null} */ #showing = null;

  /**
   * @param {Record<string, PhotoWords>} words
   * @param {import("./data.js").Records} records
   * @param {(id: string) => void} choose
   */
  constructor(words, records, choose) {
    this.words = words;
    this.records = records;
    this.choose = choose;
  }

  /**
   * A photograph with what has to stand beside it; nothing for another record.
   * @param {SiteRecord} photo
   */
  figure(photo) {
    if (photo.kind !== "photo") return null;
    const { distances = [], without, assumed = [] } = this.words[photo.id] ?? {};
    const hash = photo.sha256 ? `SHA-256 ${photo.sha256.slice(0, HASH)}…` : null;
    const said = [photo.credit ?? photo.taken_by, photo.taken_at && dateText(photo.taken_at), hash].filter(Boolean);
    const far = distances.map(([id, distance, low, high]) => {
      const scale = scaleOf([distance, low ?? distance, high ?? distance], distance < 10_000 ? "m" : "km");
      const words = { name: this.records.labelOf(id), distance: scale.length(distance) };
      if (low === null || high === null) return t("Taken {distance} from {name}; nothing says how far off that may be.", words);
      return t("Taken {distance} from {name} ({range}).", { ...words, range: scale.interval(low, high) });
    });
    return el(
      "figure",
      {},
      this.#picture(photo, photo.label),
      without ? el("p", { class: "note" }, t(without)) : null,
      el("figcaption", {}, said.join(comma())),
      far.map((text) => el("p", {}, text)),
      assumed.map((text) => el("p", { class: "note" }, t(text))),
    );
  }

  /**
   * The photographs that are said to show a record, each leading to its own card.
   * @param {string} id
   */
  of(id) {
    const numbers = this.#all().get(id);
    if (!numbers) return null;
    const items = numbers.map((number) => {
      const photo = this.records.get(number);
      const said = [photo.label, photo.credit ?? photo.taken_by, photo.taken_at && dateText(photo.taken_at)].filter(Boolean);
      const button = el("button", { type: "button", class: "choose" }, this.#picture(photo, ""), el("span", {}, said.join(comma())));
      button.addEventListener("click", () => this.choose(photo.id));
      return el("li", {}, button);
    });
    return el("div", {}, el("h3", {}, t("Photographs")), el("ul", { class: "items photos" }, items));
  }

  /**
   * @param {SiteRecord} photo
   * @param {string} alt what stands for it where it is not seen; nothing where the same words stand beside it
   */
  #picture(photo, alt) {
    const [src, width, height] = this.words[photo.id]?.picture ?? [];
    return src ? el("img", { src, width: width ?? null, height: height ?? null, alt, loading: "lazy" }) : null;
  }

  /** The numbers of the photographs by the ids of what they show. */
  #all() {
    if (this.#showing) return this.#showing;
    this.#showing = new Map();
    for (const number of this.records.numbersOf(this.records.kinds.indexOf("photo"))) {
      for (const id of this.records.column(number, "shows") ?? []) {
        this.#showing.set(id, [...(this.#showing.get(id) ?? []), number]);
      }
    }
    return this.#showing;
  }
}
