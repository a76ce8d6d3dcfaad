"""Runs the page's scripts under node, without a browser: what they make of values and of a page's data."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from .conftest import ROOT

WEB = ROOT / "geo" / "show" / "map" / "web"
_DOCUMENT = """
class Element {
  constructor(tag) { this.tag = tag; this.children = []; this.said = []; this.classList = { add() {}, remove() {} }; }
  setAttribute(name, value) { if (name === "href") this.said.push(String(value)); }
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) { this.children = children; }
  addEventListener() {}
  getAttribute() { return null; }
  get text() {
    const between = this.tag === "tr" ? ": " : "\\n";
    return [...this.said, ...this.children.map((one) => (typeof one === "string" ? one : one.text))].join(between);
  }
}
globalThis.document = { createElement: (tag) => new Element(tag), createElementNS: (_, tag) => new Element(tag) };
globalThis.location = { protocol: "file:", hash: "" };
"""
"""As much of a document as our elements need: their text can be read back, a row of a table as "label: text"."""


def run_in_node(folder: Path, script: str, data: object) -> Any:
    """What a script leaves in `result`; it may import our modules from `./web/`, and finds the data in `data`."""
    shutil.copytree(WEB, folder / "web", dirs_exist_ok=True)
    (folder / "package.json").write_text('{"type": "module"}', "utf-8")
    (folder / "data.json").write_text(json.dumps(data), "utf-8")
    imports = [line for line in script.strip().splitlines() if line.startswith("import ")]
    rest = [line for line in script.strip().splitlines() if not line.startswith("import ")]
    (folder / "document.js").write_text(_DOCUMENT, "utf-8")
    lines = [
        'import "./document.js";',
        'import { readFileSync } from "node:fs";',
        *imports,
        'const data = JSON.parse(readFileSync("data.json", "utf-8"));',
        "let result;",
        *rest,
        "process.stdout.write(JSON.stringify(result));",
    ]
    (folder / "run.js").write_text("\n".join(lines), "utf-8")
    done = subprocess.run(["node", "run.js"], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
