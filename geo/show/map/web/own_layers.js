// What layers need that were added with Folium, where Folium would load jQuery, pictures and a plugin for pins from elsewhere.

/** Colours of Folium's pins that no browser knows by name. */
const COLOURS = new Map([
  ["lightred", "#ff8e7f"],
  ["darkpurple", "#5b396b"],
]);
const SIZE = { iconSize: [24, 36], iconAnchor: [12, 36], popupAnchor: [0, -34], tooltipAnchor: [12, -24] };

/**
 * Make ready for the script of the map, which runs next: the page holds the pictures of a plain marker.
 * @param {any} leaflet
 * @param {Record<string, string>} pictures
 */
export function prepare(leaflet, pictures) {
  leaflet.Icon.Default.mergeOptions(pictures);
  const Pin = leaflet.Icon.extend({
    /** @param {Record<string, any>} given */
    initialize(given) {
      leaflet.setOptions(this, { ...SIZE, iconUrl: pinUrl(String(given?.markerColor ?? given?.color ?? "blue")) });
    },
  });
  /** @param {Record<string, any>} given */
  const icon = (given) => new Pin(given);
  leaflet.AwesomeMarkers = { icon, Icon: Pin };
  Object.assign(globalThis, { $: makeElements });
  const watcher = new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) applyStyles(node);
  });
  watcher.observe(document.body, { childList: true, subtree: true });
}

/**
 * The elements of a text, as the one call of jQuery that Folium's popups make returns them; no script in it runs.
 * @param {string} html
 */
export function makeElements(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return [...template.content.children];
}

/**
 * Apply styles that were written into a text, which the page's policy leaves alone because they came as text.
 * @param {Element} root
 */
function applyStyles(root) {
  for (const element of [root, ...root.querySelectorAll("[style]")]) {
    const written = element.getAttribute("style");
    if (element instanceof HTMLElement && written && !element.style.length) element.style.cssText = written;
  }
}

/**
 * A pin in a colour as a picture of its own.
 * @param {string} colour
 */
export function pinUrl(colour) {
  const fill = COLOURS.get(colour) ?? (/^(#[\da-f]{3,8}|[a-z]+)$/i.test(colour) ? colour : "blue");
  const shape = `<path d="M12 35C10 27 1 21 1 12a11 11 0 0 1 22 0c0 9-9 15-11 23Z" fill="${fill}" stroke="#333"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="36">${shape}<circle cx="12" cy="12" r="4" fill="#fff"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
