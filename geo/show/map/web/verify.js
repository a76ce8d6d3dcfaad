// Checks the page against the record that it carries: hashes, positions, claims and verdicts.

import { inflate } from "./data.js";
import { el } from "./dom.js";
import { download } from "./exchange.js";
import { inverse } from "./geodesic.js";
import { isJudged, judge } from "./judge.js";
import { sha256 } from "./sha256.js";
import { counted, number } from "./words.js";

/** Uncertainties are written to the tenth of a millimetre, so nothing is told apart below one. */
const SLACKS_M = [0, 0.001, -0.001];
const NAMED = 5;
const PROVES =
  "This finds what accidents and careless edits change. It does not find a forger, who would change this check too: compare the SHA-256 with one that you have from elsewhere.";

/** What a step of the check found; `isSound` is null where nothing was compared. @typedef {{ isSound: boolean | null, text: string }} Step */

/**
 * Ids, the first few by name.
 * @param {string[]} ids
 */
function named(ids) {
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : "";
  return ids.slice(0, NAMED).join(", ") + more;
}

/**
 * Check everything, one step after another.
 * @param {Payload} data
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @param {HTMLElement} block the element with the data, and the hash of its text
 * @returns {Promise<Step[]>}
 */
export async function verify(data, records, findings, block) {
  const steps = [checkBlock(block)];
  const verdicts = checkVerdicts(data, records, findings);
  const { text, most } = data.record;
  if (text === null) {
    const why = most === null ? "it was left out when the page was written" : `it has more than ${number(most / 1e6)} MB`;
    return [
      ...steps,
      { isSound: null, text: `The page does not carry ${data.file}, since ${why}. Its SHA-256 is not checked.` },
      ...verdicts,
    ];
  }
  try {
    const bytes = await inflate(text);
    const hash = sha256(bytes);
    const isSame = hash === data.sha256;
    const compared = isSame ? "as stated" : `and ${data.sha256} is stated`;
    steps.push({
      isSound: isSame,
      text: `SHA-256 of the ${number(bytes.length)} bytes of ${data.file} in this page: ${hash}, ${compared}.`,
    });
    steps.push(...checkContent(JSON.parse(new TextDecoder().decode(bytes)).features, records, findings));
  } catch {
    steps.push({ isSound: false, text: `The copy of ${data.file} in this page is broken and cannot be read.` });
  }
  return [...steps, ...verdicts];
}

/**
 * @param {HTMLElement} block
 * @returns {Step}
 */
function checkBlock(block) {
  const isSame = sha256(new TextEncoder().encode(block.textContent ?? "")) === block.dataset.sha256;
  return {
    isSound: isSame,
    text: isSame ? "What the page shows is as it was written." : "What the page shows was changed after it was written.",
  };
}

/**
 * Whether the records and claims of the file are those of the page.
 * @param {any[]} features
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @returns {Step[]}
 */
function checkContent(features, records, findings) {
  const byId = new Map(features.map((one) => [one.id, one]));
  /** @type {string[]} */ const wrong = [];
  let [exact, printed] = [0, 0];
  for (let index = 0; index < records.count; index += 1) {
    const { id, at, known_m: known, polygon, published_coordinates: text } = records.get(index);
    const { geometry, properties } = byId.get(id) ?? {};
    const isPrinted = Boolean(text || properties?.offset_from); // what is printed decides, and is not read again here
    const isSame = (isPrinted && !geometry) || isSamePlace(geometry, at, polygon, isPrinted ? known : 0);
    if (!properties || (properties.published_coordinates ?? null) !== (text ?? null) || !isSame) wrong.push(id);
    else if (isPrinted) printed += 1;
    else exact += 1;
  }
  const claims = features.filter((one) => /_claim$/.test(one?.properties?.kind)).map((one) => one.id);
  const shown = new Set(findings.map((finding) => finding.claim));
  const lost = claims.filter((id) => !shown.delete(id));
  const odd = [...lost, ...shown];
  return [
    {
      isSound: !wrong.length,
      text: wrong.length
        ? `Not as in the file: the positions of ${named(wrong)}.`
        : `${counted(exact, "position is", "positions are")} as in the file, and ${counted(printed, "printed text", "printed texts")} near which positions lie.`,
    },
    {
      isSound: !odd.length,
      text: odd.length
        ? `Not as in the file: ${named(odd)}.`
        : `${counted(claims.length, "claim", "claims")} in the file, each with its finding here.`,
    },
  ];
}

/**
 * @param {any} geometry
 * @param {LatLon | null} at
 * @param {LatLon[][] | undefined} polygon
 * @param {number} room how far away the file may have it, in metres
 */
function isSamePlace(geometry, at, polygon, room) {
  if (!geometry || !at) return !geometry && !at;
  const pairs = (/** @type {any[]} */ ring) => ring.map((point) => point.slice(0, 2));
  if (polygon) return JSON.stringify(polygon) === JSON.stringify(geometry.coordinates.map(pairs));
  const [lon, lat] = geometry.coordinates;
  return (inverse(at, [lat, lon])?.distance_m ?? Number.POSITIVE_INFINITY) <= room + SLACKS_M[1];
}

/**
 * Judge each finding again from the positions and limits in the page.
 * @param {Payload} data
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @returns {Step[]}
 */
function checkVerdicts({ rules }, records, findings) {
  const end = (/** @type {string | null} */ id, /** @type {number} */ slack) => {
    const record = records.placedOf(id);
    return record && { at: record.at, known_m: Math.max(0, record.known_m + slack) };
  };
  const measuring = findings.filter(({ claim, kind }) => isJudged(kind, rules[claim] ?? {}));
  let rest = findings.length - measuring.length;
  /** @type {string[]} */ const wrong = [];
  for (const { claim, kind, claimed, from, to, verdict, measured } of measuring) {
    const again = SLACKS_M.map((slack) => judge(kind, claimed, rules[claim] ?? {}, [end(from, slack), end(to, slack)]));
    const [first] = again;
    const distance = measured?.distance_m ?? 0;
    if (!first) rest += 1;
    else if (!again.some((one) => one?.verdict === verdict)) wrong.push(claim);
    else if (Math.abs((first.measured?.distance_m ?? 0) - distance) > SLACKS_M[1] + 1e-8 * distance) wrong.push(claim);
  }
  const count = findings.length - rest;
  /** @type {Step[]} */
  const steps = [
    {
      isSound: !wrong.length,
      text: wrong.length
        ? `Measured and judged again, another result: ${named(wrong)}.`
        : `${counted(count, "verdict", "verdicts")} measured and judged again: the same.`,
    },
  ];
  if (rest)
    steps.push({
      isSound: null,
      text: `${counted(rest, "finding", "findings")} about properties or areas with outlines: not judged again here.`,
    });
  return steps;
}

/**
 * The buttons that check the page and save its record.
 * @param {Payload} data
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @param {HTMLElement} block
 */
export function verifying(data, records, findings, block) {
  const check = el("button", { type: "button" }, "Check this page");
  const save = el("button", { type: "button" }, "Save the record");
  const answer = el("div", { class: "checked", "aria-live": "polite" });
  check.addEventListener("click", async () => {
    const steps = await verify(data, records, findings, block);
    const items = steps.map(({ isSound, text }) =>
      el("li", { class: isSound === false ? "wrong" : null }, isSound === null ? "– " : isSound ? "✓ " : "✗ ", text),
    );
    const isFine = steps.every(({ isSound }) => isSound !== false);
    const whole = isFine ? "Nothing was found to be changed." : "This page is not as it was written.";
    answer.replaceChildren(el("p", {}, el("b", {}, whole)), el("ul", {}, items), el("p", { class: "note" }, PROVES));
  });
  const { text } = data.record;
  save.addEventListener("click", async () => {
    try {
      download(data.file, "application/geo+json", await inflate(text ?? ""));
    } catch {
      answer.replaceChildren(el("p", {}, `The copy of ${data.file} in this page is broken and cannot be saved.`));
    }
  });
  return el("section", { class: "verify" }, el("p", { class: "files" }, check, text === null ? null : save), answer);
}
