"""The report as one HTML file: nothing is loaded, no script is in it, and it prints on A4."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo.record.escape import escape_html, printable
from geo.show.answers.reading_order import ReadingOrder
from geo.show.report.blocks import Table, bind_units
from geo.show.report.chart.colours import inks

if TYPE_CHECKING:
    from geo.show.report.blocks import Document

_WEB = resources.files("geo.show.report") / "web"


def html_report(document: Document) -> str:
    """The document as a page; the policy in it names its one style sheet and lets nothing else in."""
    colours = "".join(f"--{name}: {value}; " for name, value in inks().items())
    tables = [block for block in document.blocks if isinstance(block, Table)]
    widths = "".join(
        f".w{n} {{ width: {n}%; }}\n" for n in sorted({round(100 * one) for table in tables for one in table.widths})
    )
    style = f"\n:root {{ {colours}}}\n{(_WEB / 'report.css').read_text('utf-8')}\n{widths}"
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    order = ReadingOrder(document.phrases)

    def shown(value: object, *, verbatim: bool = False) -> Markup:
        text = bind_units(printable(str(value)))
        return Markup(order.html(text, verbatim=verbatim))  # noqa: S704  # all but its own elements is escaped

    # autoescape is on for good: select_autoescape() would go by the name of the template
    environment = Environment(
        loader=FileSystemLoader(str(_WEB)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else shown(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["plain"] = lambda text: Markup(escape_html(text))  # noqa: S704  # as an attribute has it
    environment.filters["base64"] = lambda data: b64encode(data).decode()
    html: str = environment.get_template("report.html").render(
        document=document,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704  # our own file
    )
    return html
