"""The page's JavaScript modules in node, joined as the page joins them, for what needs no browser."""

import json
import shutil
import subprocess
from typing import Any

from geo.show.map.bundle import bundle


def run(modules: str, function: str, argument: object = None) -> Any:
    """What a JavaScript function gives for an argument; in its text the exports of each module stand under the module's name.

    Raises:
        RuntimeError: if it throws.
    """
    node = shutil.which("node")
    assert node, "the tests of the page's modules need node in the path"
    given = json.dumps(argument)
    scripts = "".join(bundle(module) for module in modules.split())
    script = f"{scripts}process.stdout.write(JSON.stringify(({function})({given})) ?? 'null');"
    done = subprocess.run([node, "-"], input=script, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)
