// Elements are made here and nowhere else, so that text can only become text.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An HTML element; children are elements or strings, and strings stay text. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A link, if the address is one of the web's; otherwise its text. */
export function link(address, text) {
  if (!/^https?:\/\//i.test(address ?? "")) return el("span", {}, text);
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text);
}
