// Checks the page against the record that it carries: hashes, positions, claims and verdicts.

import { all, inflate } from "./data.js";
import { el } from "./dom.js";
import { download } from "./exchange.js";
import { inverse } from "./geodesic.js";
import { isJudged, judge } from "./judge.js";
import { later, plural, t } from "./messages.js";
import { sha256 } from "./sha256.js";
import { number } from "./words.js";

/** Uncertainties are written to the tenth of a millimetre, so nothing is told apart below one. */
const SLACKS_M = [0, 0.001, -0.001];
const NAMED = 5;
/** What stands here as in the file; what else a claim or a source says stands among its facts. */
const COMMON_WORDS = ["name", "quote", "note", "sources", "language"];
const SOURCE_WORDS = [...COMMON_WORDS, "title", "publisher", "url", "archive_url", "relies_on"];
/** What stands among a source's facts and, for its grade in lists, here too. */
const GRADE_WORDS = ["published_on", "attributed_to", "reliability", "credibility"];
const CLAIM_WORDS = [
  ...COMMON_WORDS,
  "claimed_by",
  "claimed_on",
  "from",
  "to",
  "site",
  "of",
  "at",
  "origin",
  "about",
  "attribute",
  "value",
];
/** What a record has here beside its properties: where it was judged to be, and what it is called. */
const ADDED = ["id", "kind", "label", "number", "at", "known_m", "polygon", "lat_deg", "lon_deg"];
/** How the words that put a number differ from their names. @type {Record<string, string>} */
const PUT = { exact: "exactly" };
const LEFT_OUT = later(
  "Not compared: sentences, labels and intervals that were worked out from the record, areas that are drawn, and what would change a verdict.",
);
const PROVES = later(
  "This finds what accidents and careless edits change. It does not find a forger, who would change this check too: compare the SHA-256 with one that you have from elsewhere.",
);

/** What a step of the check found; `isSound` is null where nothing was compared. @typedef {{ isSound: boolean | null, text: string }} Step */

/**
 * Ids, the first few by name.
 * @param {string[]} ids
 */
function named(ids) {
  const names = ids.slice(0, NAMED).join(", ");
  return ids.length > NAMED ? t("{names} and {count} more", { names, count: number(ids.length - NAMED, 0) }) : names;
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
    const why =
      most === null ? t("it was left out when the page was written") : t("it has more than {size} MB", { size: number(most / 1e6) });
    return [
      ...steps,
      { isSound: null, text: t("The page does not carry {file}, since {why}. Its SHA-256 is not checked.", { file: data.file, why }) },
      ...verdicts,
    ];
  }
  try {
    const bytes = await inflate(text);
    const hash = sha256(bytes);
    const isSame = hash === data.sha256;
    const compared = isSame ? t("as stated") : t("and {hash} is stated", { hash: data.sha256 });
    steps.push({
      isSound: isSame,
      text: t("SHA-256 of the {bytes} bytes of {file} in this page: {hash}, {compared}.", {
        bytes: number(bytes.length),
        file: data.file,
        hash,
        compared,
      }),
    });
    steps.push(...checkContent(JSON.parse(new TextDecoder().decode(bytes)).features, records, findings, all(data.sources)));
  } catch {
    steps.push({ isSound: false, text: t("The copy of {file} in this page is broken and cannot be read.", { file: data.file }) });
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
    text: isSame ? t("The data of this page are as they were written.") : t("The data of this page were changed after they were written."),
  };
}

/**
 * A claim as it stands in the file, from its finding.
 * @param {Finding} finding
 */
function claimOf({ kind, label, named, from, to, claimed, claim_sources: sources, ...rest }) {
  const ends = kind === "within_claim" ? { site: from, of: to } : { from, to };
  if (kind === "arrival_claim") Object.assign(rest, { at: rest.about?.[0], origin: rest.about?.[1], about: null });
  return { ...rest, ...ends, value: claimed.value, name: named ? label : null, sources };
}

/**
 * Whether the file has other words; nothing, an empty list and no property at all are the same, and one id is a list of one.
 * @param {any} properties
 * @param {any} shown
 * @param {string[]} names
 */
function isOther(properties, shown, names) {
  const plain = (/** @type {any} */ value) => (value == null ? "" : [value].flat().map(String).join("\n"));
  return names.some((name) => plain(properties[name]) !== plain(shown[name]));
}

/**
 * Whether a claim or a source has a fact here that the file does not have, or lacks one.
 * @param {any} properties
 * @param {Said[]} facts
 * @param {string[]} words what is compared otherwise
 * @param {(id: string) => string} nameOf what the file calls a record
 */
function hasOtherFacts(properties, facts, words, nameOf) {
  const said = new Set(facts.map(([, , , name]) => name));
  const isLacking = ([name, value] = ["", /** @type {any} */ (null)]) =>
    value !== null && name !== "kind" && !said.has(name) && !words.includes(name) && String(value) !== "";
  if (Object.entries(properties).some(isLacking)) return true;
  return facts.some(([, value, isOurs, name]) => !isSaid(properties[name ?? ""], value, isOurs === true, nameOf));
}

/**
 * Whether words stand for a property of the file: a text or a number as it is, ids by what their records are called.
 * @param {any} property
 * @param {string | boolean | number} value
 * @param {boolean} isOurs
 * @param {(id: string) => string} nameOf
 */
function isSaid(property, value, isOurs, nameOf) {
  if (property == null) return false;
  if (typeof value !== "string") return property === value;
  if (isOurs) return value === (PUT[property] ?? String(property).replaceAll("_", " "));
  if (typeof property === "number") return Number(value.replaceAll(",", "").replace(/( m\b|°).*$/, "")) === property;
  const parts = [property].flat().map(String);
  if (value === parts.join(", ") || value === parts.join(", ").replaceAll("_", " ")) return true;
  return parts.every((id) => value.includes(nameOf(id)));
}

/**
 * Whether the records, claims and sources of the file are those of the page.
 * @param {any[]} features
 * @param {import("./data.js").Records} records
 * @param {Finding[]} findings
 * @param {Source[]} sources
 * @returns {Step[]}
 */
function checkContent(features, records, findings, sources) {
  const byId = new Map(features.map((one) => [one.id, one]));
  /** @type {string[]} */ const wrong = [];
  let [exact, printed] = [0, 0];
  for (let index = 0; index < records.count; index += 1) {
    const { id, at, known_m: known, polygon, published_coordinates: text } = records.get(index);
    const { geometry, properties } = byId.get(id) ?? {};
    const isOutlined = Boolean(properties?.published_corners);
    const isPrinted = Boolean(text || isOutlined || properties?.offset_from); // what is printed decides, and is not read again here
    const isSame = isOutlined || (isPrinted && !geometry) || isSamePlace(geometry, at, polygon, isPrinted ? (known ?? 0) : 0);
    if (!properties || (properties.published_coordinates ?? null) !== (text ?? null) || !isSame) wrong.push(id);
    else if (isPrinted) printed += 1;
    else if (at) exact += 1;
  }
  /** @type {Map<string, any>} */
  const shown = new Map(sources.map((source) => [source.id, source]));
  for (let index = 0; index < records.count; index += 1) shown.set(records.id(index), records.get(index));
  for (const finding of findings) shown.set(finding.claim, claimOf(finding));
  const isClaim = (/** @type {any} */ { properties }) => /_claim$/.test(properties.kind);
  const nameOf = (/** @type {string} */ id) => byId.get(id)?.properties.name ?? id;
  const differs = (/** @type {any} */ { id, properties }) => {
    const here = shown.get(id);
    if (!here) return true;
    const words = isClaim({ properties }) ? CLAIM_WORDS : properties.kind === "source" ? SOURCE_WORDS : null;
    const columns = words === SOURCE_WORDS ? [...words, ...GRADE_WORDS] : words;
    if (words && columns) return isOther(properties, here, columns) || hasOtherFacts(properties, here.facts ?? [], words, nameOf);
    const names = new Set([...Object.keys(properties), ...Object.keys(here)]);
    return isOther(
      properties,
      here,
      [...names].filter((name) => !ADDED.includes(name)),
    );
  };
  const claims = features.filter(isClaim).length;
  const other = features.filter(differs).map(({ id }) => id);
  const odd = [...other, ...[...shown.keys()].filter((id) => !byId.has(id))];
  return [
    {
      isSound: !wrong.length,
      text: wrong.length
        ? t("Not as in the file: the positions of {names}.", { names: named(wrong) })
        : t("{positions} as in the file, and {texts} near which positions lie.", {
            positions: plural(exact, "{count} position is", "{count} positions are"),
            texts: plural(printed, "{count} printed text", "{count} printed texts"),
          }),
    },
    {
      isSound: !odd.length,
      text: odd.length
        ? t("Not as in the file: {names}.", { names: named(odd) })
        : [
            plural(
              claims,
              "{count} claim in the file, each with its finding here.",
              "{count} claims in the file, each with its finding here.",
            ),
            plural(
              features.length,
              "{count} record, claim or source says here what it says there, in each of its properties.",
              "{count} records, claims and sources say here what they say there, in each of their properties.",
            ),
          ].join(" "),
    },
    { isSound: null, text: t(LEFT_OUT) },
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
    if (!record || record.known_m === null) return null;
    return { at: record.at, known_m: Math.max(0, record.known_m + slack) };
  };
  const measuring = findings.filter(({ claim, kind }) => isJudged(kind, rules[claim] ?? {}));
  let rest = findings.length - measuring.length;
  let unmeasured = 0;
  /** @type {string[]} */ const wrong = [];
  for (const { claim, kind, claimed, from, to, verdict, measured, gap_m, gap_deg } of measuring) {
    const again = SLACKS_M.map((slack) => judge(kind, claimed, rules[claim] ?? {}, [end(from, slack), end(to, slack)]));
    const [first] = again;
    const distance = measured?.distance_m ?? 0;
    const gap = gap_m ?? gap_deg ?? 0;
    if (!first) rest += 1;
    else if (!measured && !first.measured) unmeasured += 1;
    else if (!again.some((one) => one?.verdict === verdict)) wrong.push(claim);
    else if (Math.abs((first.measured?.distance_m ?? 0) - distance) > SLACKS_M[1] + 1e-8 * distance) wrong.push(claim);
    else if (Math.abs(first.gap - gap) > 0.01 + 1e-6 * distance) wrong.push(claim);
  }
  const count = findings.length - rest - unmeasured;
  /** @type {Step[]} */
  const steps = [
    {
      isSound: !wrong.length,
      text: wrong.length
        ? t("Measured and judged again, another result: {names}.", { names: named(wrong) })
        : plural(count, "{count} verdict measured and judged again: the same.", "{count} verdicts measured and judged again: the same."),
    },
  ];
  if (rest)
    steps.push({
      isSound: null,
      text: plural(
        rest,
        "{count} finding about properties, arrivals or areas with outlines: not judged again here.",
        "{count} findings about properties, arrivals or areas with outlines: not judged again here.",
      ),
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
  const check = el("button", { type: "button" }, t("Check this page"));
  const save = el("button", { type: "button" }, t("Save the record"));
  const answer = el("div", { class: "checked", "aria-live": "polite" });
  check.addEventListener("click", async () => {
    const steps = await verify(data, records, findings, block);
    const items = steps.map(({ isSound, text }) =>
      el("li", { class: isSound === false ? "wrong" : null }, isSound === null ? "– " : isSound ? "✓ " : "✗ ", text),
    );
    const isFine = steps.every(({ isSound }) => isSound !== false);
    const whole = isFine ? t("Nothing was found to be changed.") : t("This page is not as it was written.");
    answer.replaceChildren(el("p", {}, el("b", {}, whole)), el("ul", {}, items), el("p", { class: "note" }, t(PROVES)));
  });
  const { text } = data.record;
  save.addEventListener("click", async () => {
    try {
      download(data.file, "application/geo+json", await inflate(text ?? ""));
    } catch {
      answer.replaceChildren(el("p", {}, t("The copy of {file} in this page is broken and cannot be saved.", { file: data.file })));
    }
  });
  return el("section", { class: "verify" }, el("p", { class: "files" }, check, text === null ? null : save), answer);
}
