// Why a verdict stands, said from its figures in the reader's language. English has the judge's own, longer sentences.

import { el } from "./dom.js";
import { comma, isEnglish, later, t } from "./messages.js";
import { claimedFigure, claimedRange, findingScale, number } from "./words.js";

const NO_PLACE_OF_FIRING = later("Where it was fired from does not follow from this, and is not computed.");

/**
 * A sentence that the record's judge wrote, which is in English whatever the page speaks.
 * @param {string} sentence
 */
export function inEnglish(sentence) {
  return el("span", { lang: isEnglish() ? null : "en", dir: "ltr" }, sentence); // whatever script a name in it has
}

/**
 * Why the verdict on a claim stands: the judge's sentences, or in another language a short account and these folded below
 * it; on paper nothing is folded.
 * @param {Finding} finding
 * @param {boolean} [isOnPaper]
 */
export function explanation(finding, isOnPaper = false) {
  if (isEnglish()) return el("p", {}, inEnglish(finding.explanation));
  if (isOnPaper) return el("div", {}, el("p", {}, account(finding).join(" ")), el("p", {}, inEnglish(finding.explanation)));
  const fold = el("details", {}, el("summary", {}, t("Full explanation, in English")), el("p", {}, inEnglish(finding.explanation)));
  return el("div", { class: "explained" }, el("p", {}, account(finding).join(" ")), fold);
}

/**
 * What ties the sources of both sides, where anything does.
 * @param {Finding} finding
 */
export function ties(finding) {
  if (!finding.ties) return null;
  const general = isEnglish()
    ? null
    : el("span", {}, t("Something ties the sources of both sides, so agreement would be consistency, not corroboration."), " ");
  return el("p", { class: "note" }, general, inEnglish(finding.ties));
}

/** @param {Finding} finding */
function account(finding) {
  const said = { distance_claim: ofDistance, direction_claim: ofDirection, within_claim: ofPlace }[finding.kind];
  if (finding.kind === "arrival_claim") return [...ofArrival(finding), t(NO_PLACE_OF_FIRING)];
  if (!said) return [t("A claim about a property: no published position can test it.")];
  if (!finding.measured) return [t("A position is missing, so there is nothing to measure.")];
  return said(finding, finding.measured);
}

/** @param {Finding} finding */
function claimWords(finding) {
  const [text, range] = [claimedFigure(finding), claimedRange(finding)];
  return range ? t('The claim says "{text}", which allows {range}.', { text, range }) : t('The claim says "{text}".', { text });
}

/**
 * @param {Finding} finding
 * @param {Measured} measured
 */
function ofDistance(finding, measured) {
  const { verdict, claimed, gap_m: gap } = finding;
  const scale = findingScale(finding);
  const range = scale.interval(measured.low_m, measured.high_m);
  return [
    t("The published positions lie {distance} apart ({range}).", { distance: scale.length(measured.distance_m), range }),
    claimWords(finding),
    verdict === "contradicted" ? contradiction(scale.length(gap ?? 0)) : "",
    verdict === "agrees" ? t("The measurement agrees with the claim.") : "",
    verdict === "compatible"
      ? isMissed(claimed, measured)
        ? t("The figure may have been counted along a road, so the claim may hold.")
        : open()
      : "",
  ].filter(Boolean);
}

/**
 * @param {Finding} finding
 * @param {Measured} measured
 */
function ofDirection({ verdict, claimed, gap_deg: gap }, measured) {
  const width = measured.azimuth_half_width_deg;
  if (width == null) return [t("Within their uncertainties the positions leave every direction possible.")];
  return [
    t("The measured azimuth is {azimuth} (± {width}).", { azimuth: degrees(measured.azimuth_deg), width: degrees(width, 2) }),
    t('The claim says "{text}", which allows {limit} to either side.', {
      text: claimed.text,
      limit: degrees(claimed.azimuth_limit_deg ?? 0),
    }),
    verdict === "contradicted" ? t("The measured direction lies {gap} beyond what the words allow.", { gap: degrees(gap ?? 0, 2) }) : "",
    verdict === "agrees" ? t("The measured azimuth lies in the claimed sector.") : "",
    verdict === "compatible" ? open() : "",
  ].filter(Boolean);
}

/**
 * @param {Finding} finding
 * @returns {string[]}
 */
function ofArrival(finding) {
  const { verdict, claimed, measured, gap_deg: gap, opposed } = finding;
  if (claimed.azimuth_limit_deg === null) return [t("The direction is in degrees without a stated tolerance, so nothing tests it.")];
  const isMeasured = measured && (verdict !== "contradicted" || gap !== null);
  return [
    ...(isMeasured ? ofDirection(finding, measured) : []),
    opposed
      ? t("It has no direction in common with {names}: the figures do not say which of them holds.", { names: opposed.join(comma()) })
      : "",
    verdict === "untestable" && !isMeasured ? t("Nothing in the file tests this direction of arrival.") : "",
    verdict === "agrees" && !isMeasured ? t("It agrees with the other directions of arrival there.") : "",
    verdict === "compatible" && !isMeasured ? open() : "",
  ].filter(Boolean);
}

/**
 * @param {Finding} finding
 * @param {Measured} measured
 */
function ofPlace(finding, measured) {
  const { verdict, claimed, gap_m: gap } = finding;
  const isIn = claimed.high_m === 0;
  const away = measured.high_m > 0;
  const scale = findingScale(finding);
  return [
    away
      ? t("By the published positions it lies {range} from the place.", {
          range: scale.interval(measured.low_m, measured.high_m),
        })
      : t("By the published positions it lies inside the place."),
    isIn ? t("The claim says that it lies inside.") : claimWords(finding),
    verdict === "contradicted" ? contradiction(scale.length(gap ?? 0)) : "",
    verdict === "agrees" ? t("That holds for any position within the uncertainty.") : "",
    verdict === "compatible" ? open() : "",
  ].filter(Boolean);
}

/** @param {string} gap */
function contradiction(gap) {
  return t(
    "That is {gap} beyond what the claim allows. For the claim to hold, the positions together would have to be off by {gap} more than they are known to be.",
    { gap },
  );
}

function open() {
  return t("The claim may hold; these figures do not settle it.");
}

/**
 * Whether the measurement misses what is allowed, which only a road explains where the claim is not contradicted.
 * @param {Claimed} claimed
 * @param {Measured} measured
 */
function isMissed({ low_m: low, high_m: high }, measured) {
  return (low !== null && measured.high_m < low) || (high !== null && measured.low_m > high);
}

/**
 * @param {number} value
 * @param {number} [decimals]
 */
function degrees(value, decimals = 1) {
  return `${number(value, decimals)}°`;
}
