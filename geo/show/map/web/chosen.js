// Shows what the reader has chosen: its row in the panel, and a popup on the map.

import { el } from "./dom.js";
import { circle } from "./geodesic.js";
import { markRow } from "./panel.js";
import { describe } from "./popup.js";

const SPECK = 40; // pixels under which a finding is too small to be seen
const ABOVE = 90; // pixels for a ring's label, below the buttons

/** @param {Finding} finding */
function findingPopup(finding) {
  return el(
    "div",
    { class: `described finding ${finding.verdict}` },
    el("p", { class: "verdict" }, finding.verdict),
    el("h3", {}, finding.label),
    el("p", {}, finding.explanation),
    finding.ties ? el("p", { class: "note" }, finding.ties) : null,
  );
}

/** Shows a chosen record or finding. */
export class Chosen {
  /**
   * @param {Leaflet} L
   * @param {L.Map} map
   * @param {HTMLElement} panel
   * @param {import("./lists.js").Lists} lists
   * @param {import("./view.js").View} view
   * @param {Context} context
   */
  constructor(L, map, panel, lists, view, context) {
    this.L = L;
    this.map = map;
    this.panel = panel;
    this.lists = lists;
    this.view = view;
    this.context = context;
  }

  /**
   * Mark the row of a record or claim, and open its popup; the map moves there if `mayMove`.
   * @param {string} id
   * @param {boolean} [mayMove]
   */
  show(id, mayMove = true) {
    const { map, panel, lists } = this;
    const finding = lists.findings.find((one) => one.claim === id);
    const number = finding ? undefined : lists.records.find(id);
    if (!markRow(panel, id)) {
      lists.reveal(id);
      markRow(panel, id);
    }
    const room = map.getSize();
    /** @type {L.PopupOptions} */
    const popup = {
      maxWidth: Math.min(360, room.x - 70),
      minWidth: 180,
      maxHeight: room.y - 90,
      autoPan: mayMove,
      autoPanPadding: [12, 12],
    };
    if (finding) this.#showFinding(finding, popup, mayMove);
    else if (number !== undefined && lists.records.isPlaced(number)) this.#showRecord(lists.records.placed(number), popup, mayMove);
  }

  /**
   * @param {Finding} finding
   * @param {L.PopupOptions} popup
   * @param {boolean} mayMove
   */
  #showFinding(finding, popup, mayMove) {
    const { L, map } = this;
    const ends = [finding.from, finding.to].flatMap((id) => this.lists.records.at(id));
    if (ends.length) {
      const bounds = L.latLngBounds(ends);
      const corners = [bounds.getNorthEast(), bounds.getSouthWest()].map((corner) => map.latLngToContainerPoint(corner));
      const isSpeck = corners[0].distanceTo(corners[1]) < SPECK;
      if (mayMove && (isSpeck || !map.getBounds().contains(bounds)))
        map.fitBounds(bounds, { padding: [60, 60], maxZoom: 16, animate: false });
      map.openPopup(findingPopup(finding), bounds.getCenter(), popup);
    }
    const ranges = this.context.ranges.filter((range) => range.claim === finding.claim);
    const reached = ranges.flatMap((range) => circle(range.at, range.possible_m));
    if (mayMove && reached.length) map.fitBounds(L.latLngBounds(reached), { ...this.view.padding(ABOVE), animate: false });
  }

  /**
   * @param {PlacedRecord} record
   * @param {L.PopupOptions} popup
   * @param {boolean} mayMove
   */
  #showRecord(record, popup, mayMove) {
    const { map } = this;
    if (mayMove && !map.getBounds().contains(record.at)) map.panTo(record.at, { animate: false });
    map.openPopup(describe(record, this.context), record.at, popup);
  }
}
