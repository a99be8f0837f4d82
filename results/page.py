"""Pages that open from disk: scripts are embedded and allowed by their hash, nothing else runs."""

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from results.figure import Figure

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


def page_of(template: str, first: str, *, scripts: Sequence[str], **content: Any) -> str:
    """A page that opens from disk and fetches nothing; the language `first` is shown first.

    scripts: run beside the plotting library, which every page carries; content: what the template
    asks for.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    every = [get_plotlyjs().replace("\r\n", "\n"), *scripts]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{template}.html.j2").render(
        first=first, tags=LANGUAGE_TAGS, policy=content_policy(every), scripts=every, **content
    )


def content_policy(scripts: Sequence[str]) -> str:
    """A content security policy that lets these scripts run and nothing be fetched."""
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def asset(name: str) -> str:
    """The text of a style sheet or script that pages carry inside."""
    return (TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def embedded(content: object) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def plot_json(figure: "Figure") -> dict[str, Any]:
    """A plot as the page's script draws it, with its frame for a picture that travels alone."""
    plot = figure.plot.to_plotly_json()
    frame = figure.standalone().to_plotly_json()["layout"]
    encoded: dict[str, Any] = json.loads(
        type(figure.plot)({"data": plot["data"], "layout": plot["layout"]}).to_json()
    )
    framed = json.loads(type(figure.plot)({"layout": frame}).to_json())["layout"]
    return {"data": encoded["data"], "layout": encoded["layout"], "frame": framed}
