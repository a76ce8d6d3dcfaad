// Where the map looks: at what belongs together, beside the controls.

import { el } from "./dom.js";
import { short } from "./labels.js";
import { counted, number } from "./words.js";

const FAR_NAMED = 5;

/** The view: fitted to corners beside the controls, or to wider ones where these make it little smaller, until the reader moves it. */
export function viewOf(L, map) {
  let fitted = null;
  const isFitted = () =>
    fitted && map.getZoom() === fitted.zoom && map.latLngToContainerPoint(fitted.at).distanceTo(map.getSize().divideBy(2)) < 3;
  const padding = (top) => {
    const wide = map.getSize().x > 560;
    const legend = map.getContainer().querySelector(".legend[open]");
    const right = wide && legend ? legend.offsetWidth + 20 : 12;
    return { paddingTopLeft: L.point(wide ? 50 : 12, top), paddingBottomRight: L.point(right, 40) };
  };
  const fit = (corners, rather = corners) => {
    const { paddingTopLeft, paddingBottomRight } = padding(30);
    const zoomOf = (wanted) => map.getBoundsZoom(wanted, false, paddingTopLeft.add(paddingBottomRight));
    const chosen = zoomOf(rather) >= zoomOf(corners) - 0.25 ? rather : corners;
    map.fitBounds(chosen, { paddingTopLeft, paddingBottomRight, maxZoom: 17, animate: false });
    fitted = { corners, rather, at: map.getCenter(), zoom: map.getZoom() };
  };
  return {
    fit,
    /** What a view leaves free beside the controls, and so many pixels above. */
    padding,
    /** Take in the room that the map has now; the answer is whether the view was fitted to it, since nobody had moved it. */
    refit() {
      const again = isFitted();
      map.invalidateSize({ animate: false });
      if (again) fit(fitted.corners, fitted.rather);
      return again;
    },
  };
}

/** What the view does not start with, and a button that shows it; empty where all lie together. */
export function farNote({ far, home, surroundings, everything }, records, view, choose) {
  if (!far.length) return "";
  const names = far.slice(0, FAR_NAMED).map((id) => {
    const name = el("button", { type: "button", class: "choose" }, short(records.label(records.find(id))));
    name.addEventListener("click", () => choose(id));
    return name;
  });
  const more = far.length > FAR_NAMED ? [`and ${number(far.length - FAR_NAMED, 0)} more`] : [];
  const list = [...names, ...more].flatMap((one, index) => (index ? [", ", one] : [one]));
  const verb = far.length === 1 ? "lies" : "lie";
  const said = `${counted(far.length, "record", "records")} ${verb} far from all others, outside of this view: `;
  const button = el("button", { type: "button", class: "more" }, "Show all");
  let all = false;
  button.addEventListener("click", () => {
    all = !all;
    button.textContent = all ? "Back to where most lie" : "Show all";
    if (all) view.fit(everything);
    else view.fit(home, surroundings);
  });
  return el("p", { class: "far" }, said, list, ". ", button);
}
