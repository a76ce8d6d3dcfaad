// The way around the page: skip links, the fold of the panel, and on a phone the height of the sheet.

import { byId, el } from "./dom.js";
import { t } from "./messages.js";

/** Heights of the sheet in hundredths of the window, from low to tall. */
const HEIGHTS = [24, 50, 84];
const DRAGGED = 6; // pixels from which a press on the handle is no click

/** Links that move the keyboard's focus and leave the address as it is, since that holds the reader's state. */
export function followSkipLinks() {
  for (const link of document.querySelectorAll("a.skip")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const target = byId((link.getAttribute("href") ?? "").slice(1));
      const map = /** @type {HTMLElement | null} */ (target.querySelector(".leaflet-container"));
      (map ?? target).focus();
    });
  }
}

/**
 * The button in the header hides the panel and brings it back; `refit` is called after that.
 * @param {HTMLElement} panel
 * @param {() => void} refit
 */
export function addFold(panel, refit) {
  const button = byId("fold");
  button.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    button.textContent = panel.hidden ? t("Show the panel") : t("Hide the panel");
    refit();
  });
}

/**
 * A handle that on a phone makes the sheet taller and lower: by a press, or by dragging it.
 * @param {HTMLElement} panel
 * @param {() => void} refit
 */
export function sheetHandle(panel, refit) {
  const handle = el("button", { type: "button", class: "handle", "aria-label": t("Make the list taller or lower") });
  let step = 1;
  let pressed = 0;
  const set = (/** @type {number} */ percent) => panel.style.setProperty("--sheet-height", `${percent}%`);
  const settle = () => {
    set(HEIGHTS[step]);
    refit();
  };
  handle.addEventListener("click", () => {
    if (pressed > DRAGGED) return; // the end of a drag
    step = (step + 1) % HEIGHTS.length;
    settle();
  });
  handle.addEventListener("pointerdown", (down) => {
    handle.setPointerCapture(down.pointerId);
    pressed = 0;
    let percent = HEIGHTS[step];
    const drag = (/** @type {PointerEvent} */ { clientY }) => {
      const room = panel.parentElement?.getBoundingClientRect();
      pressed = Math.max(pressed, Math.abs(clientY - down.clientY));
      if (!room || pressed <= DRAGGED) return;
      percent = Math.min(90, Math.max(10, (100 * (room.bottom - clientY)) / room.height));
      set(percent);
    };
    handle.addEventListener("pointermove", drag);
    handle.addEventListener(
      "lostpointercapture",
      () => {
        handle.removeEventListener("pointermove", drag);
        if (pressed <= DRAGGED) return;
        const away = HEIGHTS.map((height) => Math.abs(height - percent));
        step = away.indexOf(Math.min(...away));
        settle();
      },
      { once: true },
    );
  });
  return handle;
}
