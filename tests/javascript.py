"""Runs functions of the page's JavaScript modules under node, joined as the page joins them, without a browser."""

import json
import shutil
import subprocess
from typing import Any

from geo.show.map.bundle import bundle
from geo.show.map.languages import all_messages

_DOCUMENT = """
class Element {
  constructor(tag) { this.tag = tag; this.children = []; this.links = []; this.classList = { add() {}, remove() {} }; }
  setAttribute(name, value) { if (name === "href") this.links.push(String(value)); }
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) { this.children = children; }
  addEventListener() {}
  getAttribute() { return null; }
  get text() {
    const between = this.tag === "tr" ? ": " : "\\n";
    return [...this.links, ...this.children.map((one) => (typeof one === "string" ? one : one.text))].join(between);
  }
}
globalThis.document = { createElement: (tag) => new Element(tag), createElementNS: (_, tag) => new Element(tag), querySelector: () => null };
globalThis.location = { protocol: "file:", hash: "" };
"""
"""As much of a document as our elements need: their text can be read back, a row of a table as "label: text"."""


def run(modules: str, function: str, argument: object = None, language: str = "en") -> Any:
    """The value that a JavaScript function returns, or promises, for an argument; it finds a module's exports under its name.

    The modules speak the language.

    Raises:
        RuntimeError: if it throws.
    """
    node = shutil.which("node")
    assert node, "the tests of the page's modules need node in the path"
    scripts = "".join(_speaking(bundle(module), language) for module in modules.split())
    write = "(value) => process.stdout.write(JSON.stringify(value) ?? 'null')"
    script = f"{_DOCUMENT}{scripts}Promise.resolve(({function})({json.dumps(argument)})).then({write});"
    done = subprocess.run([node, "-"], input=script, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def _speaking(script: str, language: str) -> str:
    """A bundle whose modules speak a language from the start."""
    if language == "en" or "modules.messages = " not in script:
        return script
    start, end = script.rsplit("return modules.", 1)
    return f"{start}modules.messages.speak({json.dumps(language)}, {json.dumps(all_messages())});\nreturn modules.{end}"
