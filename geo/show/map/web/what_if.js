// What if an end of a claim lay elsewhere, or another figure was meant: the verdict then, and the others that would turn.
// Nothing of it is part of the reader's state, so it is in no link, list, download or print.

import { el } from "./dom.js";
import { circle, drawnLines, line } from "./geodesic.js";
import { isJudged, judge, nearestHolding, readFigure } from "./judge.js";
import { later, t } from "./messages.js";
import { chooserButton } from "./panel.js";
import { arc } from "./shapes.js";
import { symbol } from "./symbols.js";
import { claimedFigure, findingScale, number, stated, statedInterval } from "./words.js";

const PANE = "what-if";
const MARKERS = "what-if-markers";
const SIZE = 30;
/** How much farther than the measured distance a sector is drawn. */
const WEDGE = 1.25;
const WIDEST_M = 5_000_000;
const MOST_OTHERS = 20;
const DRAGGED_DECIMALS = 6;
const COMPUTED_DECIMALS = 8; // a place where a claim just holds would no longer be one if it were rounded
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const AZIMUTH = /^\s*(\d{1,3}(?:\.\d{1,6})?)\s*°?\s*$/;
const PAIR = /^\s*([+-]?\d{1,2}(?:\.\d{1,15})?)(?:\s*[,;]\s*|\s+)([+-]?\d{1,3}(?:\.\d{1,15})?)\s*$/;
const METRES = later("metres as a plain number, such as 780 or 12.5");
const POSITION = later("latitude, longitude in decimal degrees, such as 39.760583, 46.742750");
const CANNOT = later("An end is an area with an outline, or the ends lie on opposite sides of the Earth: this page cannot judge that.");

/**
 * "lat, lon" in decimal degrees, or null if a text is no such position.
 * @param {string} text
 * @returns {LatLon | null}
 */
export function readPosition(text) {
  const found = PAIR.exec(text);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null;
}

/**
 * A position to some decimals of a degree.
 * @param {LatLon} at
 * @param {number} decimals
 * @returns {LatLon}
 */
function rounded([lat, lon], decimals) {
  return [Number(Math.max(-90, Math.min(90, lat)).toFixed(decimals)), Number(lon.toFixed(decimals))];
}

/**
 * A longitude by so many whole turns on that it is less than half a turn from another: the map may be past 180°.
 * @param {number} lon
 * @param {number} near
 */
function beside(lon, near) {
  return lon - 360 * Math.round((lon - near) / 360);
}

/** @param {LatLon | null} at */
function positionText(at) {
  if (!at) return "";
  const [lat, lon] = at;
  const digits = (/** @type {number} */ value) => (String(value).split(".")[1] ?? "").length;
  const decimals = Math.min(COMPUTED_DECIMALS, Math.max(DRAGGED_DECIMALS, digits(lat), digits(lon)));
  return `${lat.toFixed(decimals)}, ${beside(lon, 0).toFixed(decimals)}`;
}

/** What differs from the record while a reader tries it, and what follows from it. */
export class WhatIf {
  /** Where records would lie. @type {Map<string, End>} */ #moved = new Map();
  /** What claims would say. @type {Map<string, Claimed>} */ #figures = new Map();
  /** Boxes whose text is not read, each with why. @type {Map<HTMLInputElement, string>} */ #unread = new Map();
  /** @type {Map<string, L.Marker>} */ #handles = new Map();
  /** The box in the card. @type {{ finding: Finding, element: HTMLDetailsElement, refresh: (isReset?: boolean) => void } | null} */ #box =
    null;
  #held = "";
  #isWaiting = false;

  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   * @param {import("./data.js").Records} records
   * @param {Finding[]} findings
   * @param {Record<string, Rule>} rules
   * @param {(id: string) => void} choose
   */
  constructor(L, map, records, findings, rules, choose) {
    this.L = L;
    this.map = map;
    this.records = records;
    this.findings = findings;
    this.rules = rules;
    this.choose = choose;
    /** @type {HTMLElement} */ (map.createPane(PANE)).style.zIndex = "455";
    /** @type {HTMLElement} */ (map.createPane(MARKERS)).style.zIndex = "660";
    this.drawn = L.layerGroup().addTo(map);
    this.banner = el(
      "p",
      { class: "what-if-banner", hidden: true },
      el("b", {}, t("What if: this is not the record.")),
      " ",
      this.#resetButton(),
    );
    L.DomEvent.disableClickPropagation(this.banner);
    map.getContainer().append(this.banner);
    document.addEventListener("keydown", (event) => this.#key(event), true);
  }

  /** Whether anything differs from the record. */
  get isOn() {
    return this.#moved.size + this.#figures.size > 0;
  }

  #resetButton() {
    const button = el("button", { type: "button" }, t("Back to the record (R)"));
    button.addEventListener("click", () => this.reset());
    return button;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(this.isOn || this.#unread.size) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target instanceof Element && event.target.matches("input:not([type=checkbox]), textarea, select");
    if (event.key !== "Escape" && (isTyping || event.code !== "KeyR")) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Escape closes the card only when there is nothing to go back from
    this.reset();
  }

  /** Go back to the record. */
  reset() {
    this.#moved.clear();
    this.#figures.clear();
    this.#box?.refresh(true);
    this.#changed();
  }

  /**
   * Where a record lies: as the reader moved it, else as the record has it.
   * @param {string | null} id
   * @returns {End | null}
   */
  #end(id) {
    return this.#moved.get(id ?? "") ?? this.#recorded(id);
  }

  /** @param {string | null} id */
  #recorded(id) {
    const record = this.records.placedOf(id);
    return record && record.known_m !== null ? { at: record.at, known_m: record.known_m } : null;
  }

  /**
   * What differs from the record, for a page that takes it up: of records what was changed, of claims the text.
   * @returns {Tried}
   */
  tried() {
    const moved = [...this.#moved].map(([id, { at, known_m }]) => {
      const before = this.#recorded(id);
      return { id, at: String(before?.at) === String(at) ? null : at, known_m: before?.known_m === known_m ? null : known_m };
    });
    return { moved, figures: [...this.#figures].map(([claim, { text }]) => ({ claim, text })) };
  }

  /**
   * Try what was tried on the page before this one, as far as this one has the records and claims.
   * @param {Tried} tried
   */
  take({ moved, figures }) {
    for (const { id, at, known_m } of moved) {
      const isKnown = this.records.find(id) !== undefined && (at || this.#recorded(id));
      if (isKnown) this.#move(id, { ...(at && { at }), ...(known_m !== null && { known_m }) });
    }
    for (const { claim, text } of figures) {
      const finding = this.findings.find((one) => one.claim === claim);
      if (finding) this.#tryFigure(finding, text);
    }
  }

  /** @param {Finding} finding */
  #rule({ claim }) {
    return this.rules[claim] ?? {};
  }

  /** @param {Finding} finding */
  #claimed({ claim, claimed }) {
    return this.#figures.get(claim) ?? claimed;
  }

  /** @param {Finding} finding */
  #judged(finding) {
    const rule = this.#rule(finding);
    if (!isJudged(finding.kind, rule)) return null;
    return judge(finding.kind, this.#claimed(finding), rule, [this.#end(finding.from), this.#end(finding.to)]);
  }

  /**
   * @param {string} id
   * @param {Partial<End>} change
   */
  #move(id, change) {
    const end = { at: /** @type {LatLon} */ ([0, 0]), known_m: 0, ...this.#end(id), ...change };
    const before = this.#recorded(id);
    end.at = [end.at[0], beside(end.at[1], (before?.at ?? [0, this.map.getCenter().lng])[1])];
    if (before && String(before.at) === String(end.at) && before.known_m === end.known_m) this.#moved.delete(id);
    else this.#moved.set(id, end);
    this.#changed();
  }

  /** Show the change with the next frame, however many there are before it. */
  #changed() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      this.#show();
    });
  }

  /**
   * Follow the choice of another finding, or of none, whose box is then gone.
   * @param {string | null} chosen
   */
  follow(chosen) {
    if (this.#box?.finding.claim !== chosen) this.#box = null;
    this.#changed();
  }

  #show() {
    const isOn = this.isOn;
    this.banner.hidden = !isOn;
    this.map.getContainer().classList.toggle("what-if-on", isOn);
    this.#box?.refresh();
    const { finding = null } = this.#box?.element.open && isJudged(this.#box.finding.kind, this.#rule(this.#box.finding)) ? this.#box : {};
    this.#keepHandles(finding);
    this.drawn.clearLayers();
    if (isOn) this.#draw(finding);
  }

  /**
   * Handles at both ends of the claim whose box is open. One that is held stays the same element.
   * @param {Finding | null} finding
   */
  #keepHandles(finding) {
    const wanted = new Set(finding ? [finding.from, finding.to] : []);
    for (const [id, handle] of this.#handles) {
      if (wanted.has(id)) continue;
      handle.remove();
      this.#handles.delete(id);
    }
    for (const id of wanted) {
      const end = this.#end(id);
      if (!id || !end) continue;
      const handle = this.#handles.get(id);
      if (!handle) this.#handles.set(id, this.#handle(id, end.at));
      else if (this.#held !== id) handle.setLatLng(end.at);
    }
  }

  /**
   * @param {string} id
   * @param {LatLon} at
   */
  #handle(id, at) {
    const { L, map, records } = this;
    const kind = records.kinds[records.kindOf[records.find(id) ?? 0]];
    const name = t("Move {name}: drag, or press the arrow keys", { name: records.labelOf(id) });
    const icon = L.divIcon({ className: "what-if-handle", html: el("div", {}, symbol(kind, SIZE)), iconSize: [SIZE, SIZE] });
    const handle = L.marker(at, { icon, pane: MARKERS, draggable: true, title: name, autoPanOnFocus: false }).addTo(map);
    handle.on("dragstart", () => {
      this.#held = id;
    });
    handle.on("drag", () => this.#moveTo(id, handle.getLatLng()));
    handle.on("dragend", () => {
      this.#held = "";
      this.#changed();
    });
    const element = handle.getElement();
    element?.setAttribute("aria-label", name);
    element?.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      event.stopPropagation(); // else the map moves too
      const pixels = event.shiftKey ? 10 : 1;
      const point = map.project(this.#end(id)?.at ?? at).add([way[0] * pixels, way[1] * pixels]);
      this.#moveTo(id, map.unproject(point));
    });
    return handle;
  }

  /**
   * @param {string} id
   * @param {L.LatLng} to
   */
  #moveTo(id, { lat, lng }) {
    this.#move(id, { at: rounded([lat, lng], DRAGGED_DECIMALS) });
  }

  /**
   * Every record that was moved, with a leg from where the record has it, and the claim that is looked at.
   * @param {Finding | null} finding
   */
  #draw(finding) {
    const { L, drawn } = this;
    const style = { pane: PANE, interactive: false, fill: false, smoothFactor: 0.2 };
    const words = (/** @type {LatLon} */ at, /** @type {string} */ name, /** @type {Children} */ text) => {
      const icon = L.divIcon({ className: name, html: el("span", {}, text), iconSize: [0, 0] });
      drawn.addLayer(L.marker(at, { icon, pane: MARKERS, zIndexOffset: -1000, interactive: false, keyboard: false }));
    };
    for (const [id, { at }] of this.#moved) {
      const from = this.#recorded(id)?.at;
      if (from) {
        drawn.addLayer(L.polyline(line(from, at), { ...style, className: "what-if-leg", weight: 2 }));
        drawn.addLayer(L.circleMarker(from, { ...style, className: "what-if-from", radius: 5 }));
      }
      words(at, "what-if-name", [this.records.labelOf(id)]);
      if (!this.#handles.has(id)) drawn.addLayer(L.circleMarker(at, { ...style, className: "what-if-to", radius: 6 }));
    }
    const [from, to] = [this.#end(finding?.from ?? null), this.#end(finding?.to ?? null)];
    if (!finding || !from || !to) return;
    const judged = this.#judged(finding);
    const lines = drawnLines(from.at, to.at);
    const [points] = lines;
    drawn.addLayer(L.polyline(lines, { ...style, className: `what-if-line ${judged?.verdict}`, weight: 2.5 }));
    const claimed = this.#claimed(finding);
    const anchor = finding.kind === "within_claim" ? to : from;
    for (const ring of claimEdges(claimed, this.#rule(finding), anchor, judged?.measured?.distance_m ?? 0)) {
      drawn.addLayer(L.polyline(ring, { ...style, className: "what-if-ring", weight: 2 }));
    }
    if (!judged?.measured) return;
    const { measured, verdict } = judged;
    const text = [measuredText(claimed, measured, scaleNow(finding, claimed, judged))[0], el("br"), el("b", {}, t(verdict))];
    const [, longitude] = points[Math.floor(points.length / 2)];
    words([Math.max(...points.map(([latitude]) => latitude)), longitude], "what-if-words", text); // names stand below their ends
  }

  /**
   * The box in the card of a finding; null for a claim that measures nothing.
   * @param {Finding} finding
   */
  box(finding) {
    if (!finding.from || !finding.to) return null;
    const isOpen = this.isOn || (this.#box?.finding.claim === finding.claim && this.#box.element.open);
    const element = el(
      "details",
      { class: "what-if", open: isOpen },
      el("summary", {}, t("What if it lay elsewhere, or another figure was meant?")),
    );
    this.#unread.clear();
    const isHere = isJudged(finding.kind, this.#rule(finding));
    const { parts, refresh } = isHere ? this.#parts(finding) : { parts: [el("p", { class: "note" }, t(CANNOT))], refresh: () => {} };
    element.append(...parts);
    element.addEventListener("toggle", () => this.#changed());
    this.#box = { finding, element, refresh };
    this.#changed();
    return element;
  }

  /** @param {Finding} finding */
  #parts(finding) {
    const trouble = el("p", { class: "what-if-trouble", role: "alert" });
    const figure = this.#figureField(finding, trouble);
    const ends = [finding.from, finding.to].map((id, index) => this.#endField(finding, id ?? "", index ? 1 : 0, trouble));
    const verdict = el("output", { class: "what-if-verdict" });
    const figures = el("p", { class: "note" });
    const others = el("div");
    const refresh = (isReset = false) => {
      if (isReset) setText(trouble, "");
      for (const field of [figure, ...ends]) field.refresh(isReset);
      const judged = this.#judged(finding);
      const isRead = !this.#unread.size; // what stands in the boxes has no verdict while a part of it is not read
      setText(verdict, !isRead ? "" : judged ? turned(finding.verdict, judged.verdict) : t(CANNOT));
      setText(figures, judged && isRead ? this.#figuresText(finding, judged) : "");
      this.#fillOthers(others, finding);
    };
    const note = t("Drag an end on the map, or type. Nothing of this is in the record, the link, the lists, or what you download.");
    const turn = this.#rule(finding).turn ? ` ${t("The declination stays that of the published position.")}` : "";
    const fields = [figure.element, ...ends.map(({ element }) => element)];
    const parts = [el("p", { class: "note" }, note + turn), ...fields, trouble, verdict, figures, others, this.#resetButton()];
    return { parts, refresh };
  }

  /**
   * A field that takes what is typed, or says what is wanted and keeps it; otherwise it shows what holds now.
   * @param {Attributes} attributes
   * @param {HTMLElement} trouble
   * @param {string} wanted
   * @param {() => string} shown
   * @param {(text: string) => boolean} take
   */
  #field(attributes, trouble, wanted, shown, take) {
    const input = el("input", { type: "text", autocomplete: "off", ...attributes });
    input.addEventListener("input", () => {
      const isTaken = take(input.value);
      input.setAttribute("aria-invalid", String(!isTaken));
      if (isTaken) this.#unread.delete(input);
      else this.#unread.set(input, t("“{text}” is not read; wanted {wanted}.", { text: input.value, wanted: t(wanted) }));
      this.#box?.refresh();
      setText(trouble, [...this.#unread.values()].at(-1) ?? "");
    });
    const refresh = (/** @type {boolean} */ isReset) => {
      if (!isReset && (document.activeElement === input || input.getAttribute("aria-invalid") === "true")) return;
      input.value = shown();
      input.removeAttribute("aria-invalid");
      this.#unread.delete(input);
    };
    return { input, refresh };
  }

  /**
   * Let a claim say another figure, or its own again; the answer is whether the text is one.
   * @param {Finding} finding
   * @param {string} text
   */
  #tryFigure(finding, text) {
    const { claim, claimed } = finding;
    const figure = claimed.azimuth_deg === null ? readFigure(text, this.#rule(finding)) : readAzimuth(text);
    if (text.trim() === ownFigure(finding)) this.#figures.delete(claim);
    else if (figure) this.#figures.set(claim, { ...claimed, ...figure, text: text.trim() });
    else return false;
    this.#changed();
    return true;
  }

  /**
   * The claimed figure: metres, or degrees of an azimuth whose sector stays as wide as it is.
   * @param {Finding} finding
   * @param {HTMLElement} trouble
   */
  #figureField(finding, trouble) {
    const { claimed, claim } = finding;
    const isAngle = claimed.azimuth_deg !== null;
    const placeholder = claimedFigure(finding);
    const wanted = isAngle ? later("degrees from 0 to 360, such as 45") : METRES;
    const name = isAngle ? t("Claimed, in degrees from north") : t("Claimed, in metres");
    const shown = () => this.#figures.get(claim)?.text ?? ownFigure(finding);
    const attributes = { inputmode: "decimal", placeholder };
    const { input, refresh } = this.#field(attributes, trouble, wanted, shown, (text) => this.#tryFigure(finding, text));
    const limits = el("span", { class: "note" });
    return {
      element: el("label", {}, name, input, limits),
      refresh: (/** @type {boolean} */ isReset) => {
        refresh(isReset);
        const now = this.#figures.get(claim);
        setText(limits, now ? limitsText(now, finding.unit) : "");
      },
    };
  }

  /**
   * Where an end lies, how far off that may be, and the way to where the claim holds.
   * @param {Finding} finding
   * @param {string} id
   * @param {0 | 1} index
   * @param {HTMLElement} trouble
   */
  #endField(finding, id, index, trouble) {
    const name = this.records.labelOf(id);
    const end = () => this.#end(id);
    const positionNow = () => positionText(end()?.at ?? null);
    const at = this.#field({ "aria-label": t("{name}: latitude, longitude", { name }) }, trouble, POSITION, positionNow, (text) => {
      const read = readPosition(text);
      if (read) this.#move(id, { at: read });
      return read !== null;
    });
    const knownNow = () => String(end()?.known_m ?? "");
    const known = this.#field({ "aria-label": t("{name}: known to within metres", { name }) }, trouble, METRES, knownNow, (text) => {
      const read = readFigure(text, {});
      if (read && end()) this.#move(id, { known_m: read.distance_m ?? 0 });
      return read !== null;
    });
    const nearest = el(
      "button",
      { type: "button", "aria-label": t("{name}: nearest place where it holds", { name }) },
      t("Nearest place where it holds"),
    );
    nearest.addEventListener("click", () => {
      const isOpen = this.#judged(finding)?.verdict !== "contradicted";
      const ends = [this.#end(finding.from), this.#end(finding.to)];
      const place = isOpen ? null : nearestHolding(finding.kind, this.#claimed(finding), this.#rule(finding), ends, index);
      if (place) this.#move(id, { at: rounded(place, COMPUTED_DECIMALS) });
      setText(
        trouble,
        place ? "" : isOpen ? t("It is not contradicted there.") : t("No place was found to which this end alone could move."),
      );
    });
    return {
      element: el(
        "fieldset",
        {},
        el("legend", {}, name),
        el("span", { class: "what-if-row" }, at.input, " ± ", known.input, ` ${t("m")}`),
        nearest,
      ),
      refresh: (/** @type {boolean} */ isReset) => {
        at.refresh(isReset);
        known.refresh(isReset);
      },
    };
  }

  /**
   * @param {Finding} finding
   * @param {Judged} judged
   */
  #figuresText(finding, judged) {
    const { gap, measured } = judged;
    const claimed = this.#claimed(finding);
    const isAngle = claimed.azimuth_deg !== null;
    const scale = scaleNow(finding, claimed, judged);
    const gapWords = (/** @type {number | null} */ value) => (value ? (isAngle ? `${number(value, 2)}°` : scale.length(value)) : t("none"));
    const [figure, range] = measured ? measuredText(claimed, measured, scale) : [t("Nothing can be measured"), ""];
    const [before, now] = [isAngle ? finding.gap_deg : finding.gap_m, gap].map(gapWords);
    const gapNow = this.isOn ? `${before} → ${now}` : now;
    return t("{measured}; gap after uncertainty: {gap}.", { measured: figure + range, gap: gapNow });
  }

  /**
   * The other findings that the same move would turn.
   * @param {HTMLElement} box
   * @param {Finding} finding
   */
  #fillOthers(box, finding) {
    const isMoved = (/** @type {string | null} */ id) => this.#moved.has(id ?? "");
    const touched = this.findings.filter((one) => one !== finding && (isMoved(one.from) || isMoved(one.to)));
    const judged = touched.map((one) => ({ one, now: this.#judged(one)?.verdict }));
    const unjudged = judged.filter(({ now }) => !now);
    const others = judged.filter(({ one, now }) => now && now !== one.verdict);
    const key = JSON.stringify([this.#moved.size, unjudged.length, others.map(({ one, now }) => [one.claim, now])]);
    if (box.dataset.key === key) return; // else what has the focus would be lost with each frame
    box.dataset.key = key;
    box.replaceChildren();
    if (!this.#moved.size) return;
    const none = touched.length ? t("The same move would turn no other finding.") : t("No other finding is about these records.");
    const sentence = others.length ? t("The same move would turn other findings:") : none;
    const rows = others
      .slice(0, MOST_OTHERS)
      .map(({ one, now }) =>
        el(
          "li",
          {},
          chooserButton(one.claim, this.choose, el("span", { class: "badge" }, String(one.number)), ` ${one.label}`),
          " ",
          el("span", { class: "note" }, turned(one.verdict, now ?? one.verdict)),
        ),
      );
    if (others.length > MOST_OTHERS) rows.push(el("li", {}, t("and {count} more", { count: number(others.length - MOST_OTHERS, 0) })));
    box.append(el("p", {}, sentence), el("ul", {}, rows));
    if (unjudged.length)
      box.append(
        el(
          "p",
          { class: "note" },
          t("Not judged here: {findings}. {why}", { findings: unjudged.map(({ one }) => one.number).join(", "), why: t(CANNOT) }),
        ),
      );
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * The figure of the record, as it stands in the box.
 * @param {Finding} finding
 */
function ownFigure({ claimed, kind }) {
  if (claimed.azimuth_deg !== null) return String(claimed.azimuth_deg);
  return String((kind === "within_claim" ? claimed.high_m : claimed.distance_m) ?? "");
}

/**
 * @param {Verdict} before
 * @param {Verdict} now
 */
function turned(before, now) {
  return before === now ? t("{verdict}, as in the record", { verdict: t(now) }) : t("{before} → {now}", { before: t(before), now: t(now) });
}

/** @param {string} text */
function readAzimuth(text) {
  const value = Number(AZIMUTH.exec(text)?.[1] ?? Number.NaN);
  return value <= 360 ? { azimuth_deg: value % 360 } : null;
}

/**
 * What a figure that was typed leaves open.
 * @param {Claimed} claimed
 * @param {Unit} unit
 */
function limitsText({ azimuth_deg, azimuth_limit_deg, agrees_low_m, agrees_high_m, low_m, high_m }, unit) {
  if (azimuth_deg !== null) return t("the sector stays: contradicted beyond ± {limit}", { limit: `${azimuth_limit_deg}°` });
  const range = (/** @type {number | null} */ low, /** @type {number | null} */ high) =>
    low || high === null ? statedInterval(low ?? 0, high, unit) : stated(high, unit);
  const ranges = { agrees: range(agrees_low_m, agrees_high_m), allowed: range(low_m, high_m) };
  return t("agrees within {agrees}, contradicted beyond {allowed}", ranges);
}

/**
 * How the lengths are written that would be measured, beside those of the record.
 * @param {Finding} finding
 * @param {Claimed} claimed
 * @param {Judged} judged
 */
function scaleNow(finding, claimed, { gap, measured }) {
  const isMissed = claimed.azimuth_deg === null && gap > 0;
  return findingScale({ claimed, measured, unit: finding.unit, gap_m: isMissed ? gap : null }, finding.gap_m);
}

/**
 * What would be measured, and its interval.
 * @param {Claimed} claimed
 * @param {Measured} measured
 * @param {import("./words.js").Scale} scale
 * @returns {[string, string]}
 */
function measuredText(claimed, { distance_m, low_m, high_m, azimuth_deg, azimuth_half_width_deg: width }, scale) {
  if (claimed.azimuth_deg === null) {
    return [t("{distance} measured", { distance: scale.length(distance_m) }), ` (${scale.interval(low_m, high_m)})`];
  }
  return [
    t("{distance} measured", { distance: `${number(azimuth_deg)}°` }),
    width === null ? ` (${t("any direction")})` : ` (± ${number(width, 2)}°)`,
  ];
}

/**
 * The edges of where the other end lies if the claim holds; nothing where that has no end.
 * @param {Claimed} claimed
 * @param {Rule} rule
 * @param {End} anchor
 * @param {number} distance
 * @returns {LatLon[][]}
 */
function claimEdges({ azimuth_deg, azimuth_limit_deg, axis, low_m, high_m }, { turn = [0, 0, true] }, { at, known_m }, distance) {
  if (azimuth_deg !== null && azimuth_limit_deg !== null) {
    const limit = azimuth_limit_deg + turn[1];
    const middles = [azimuth_deg + turn[0], ...(axis ? [azimuth_deg + turn[0] + 180] : [])];
    return middles.map((middle) => [at, ...arc(at, WEDGE * distance, middle - limit, middle + limit), at]);
  }
  const radii = [(low_m ?? 0) - known_m, high_m === null ? 0 : high_m + known_m].filter((radius) => radius > 0 && radius < WIDEST_M);
  return radii.map((radius) => {
    const ring = circle(at, radius);
    return [...ring, ring[0]];
  });
}
