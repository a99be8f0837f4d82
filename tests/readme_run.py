"""Puts a run into the README: picture, sentence, table. `python tests/readme_run.py RUN_FOLDER`.

The picture is what the button of the report saves. It carries the run's fingerprint, so that a test
can tell whether picture and numbers are of one run.
"""

import base64
import re
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import browser  # noqa: E402

from results.numbers import beside  # noqa: E402
from results.run import Run  # noqa: E402

PICTURE = Path("docs/images/ratio_fan.png")
KEYWORD = b"Run"

SHOWN = {
    "ratio_published": "Ratio, as published",
    "ratio_latent": "Ratio, latent, with the pilot",
    "ratio_no_pilot": "Ratio, latent, without the pilot",
    "ratio_trend": "Ratio, latent, without any programme",
    "ratio_effect_pilot": "Effect on the ratio, E1",
    "ratio_effect_all": "Effect on the ratio, E2",
    "rural_effect_pilot": "Effect on rural income per head, E1",
    "low_effect_pilot": "Effect on low-income households per head, E1",
    "rural_income": "Rural income per head",
    "urban_income": "Urban income per head",
    "low_income": "Income per head of low-income households",
    "workshop_jobs": "Jobs in workshops",
    "public_cost": "Public cost of the year",
}
GOALS = {
    "ratio": "a ratio below 1.75",
    "rural_income": "rural income of 50,000 yuan",
    "low_income": "21,000 yuan a head in low-income households",
    "workshop_jobs": "10,000 workshop jobs",
}
SHARES = {"trend": "trend", "survey": "survey noise", "policy": "policy"}

DRAW = """(async () => {
  const chart = JSON.parse(document.getElementById("plots").textContent).en.ratio_fan;
  const size = { width: chart.frame.width, height: chart.frame.height };
  const settings = { format: "png", scale: 2, ...size };
  return await Plotly.toImage({ data: chart.data, layout: chart.frame }, settings);
})()"""


def sentence(run: Run) -> str:
    """Which run is shown."""
    draws, seeds, scale = (run.summary[name] for name in ("draws", "seeds", "scale"))
    size = f"{draws} draw{'s' * (draws > 1)} × {seeds} seed{'s' * (seeds > 1)}"
    part = "every household" if scale == 1.0 else f"{scale:g} of the villages"
    return f"Picture and table show run `{run.fingerprint}`: {size}, {part}."


def table(run: Run) -> str:
    """Headline numbers of the last year, and two sentences."""
    year, summary = run.years[-1], run.summary
    rows = [f"| {year} | median | 90 % interval | |", "|---|---|---|---|"]
    rows += [row(words, name, summary["years"][str(year)][name]) for name, words in SHOWN.items()]
    chances = {
        goal["indicator"]: goal["probability"]
        for goal in summary["targets"]
        if goal["year"] == year
    }
    goals = ", ".join(f"{percent(chances[name])} for {words}" for name, words in GOALS.items())
    found = summary["variance_shares"]
    shares = ", ".join(f"{words} {percent(found[name])}" for name, words in SHARES.items())
    return "\n".join(
        [
            *rows,
            "",
            f"Probability of meeting the targets of {year}: {goals}.",
            f"What the variance of the published ratio is made of: {shares}.",
        ]
    )


def row(words: str, name: str, entry: dict[str, Any]) -> str:
    """One row of the table, written by the rules of the report."""
    effect = "_effect_" in name
    unit = "ratio difference" if effect and entry["unit"] == "ratio" else entry["unit"]
    rule = beside(unit, entry["p95"], "en")
    middle, low, high = (rule.text(entry[key], signed=effect) for key in ("median", "p05", "p95"))
    return f"| {words} | {middle} | {low} to {high} | {rule.words} |"


def percent(share: float | None) -> str:
    """A share in whole per cent."""
    if share is None:
        return "not estimated"
    return "below 1 %" if 0.0 < share < 0.01 else f"{100 * share:.0f} %"


def put_into(readme: str, run: Run) -> str:
    """The README with this run in the place of the one before."""
    place = r"Picture and table show run `[^`]+`.*?\n\n\|.*?(?=\n\nHow far)"
    text = f"{sentence(run)}\n\n{table(run)}"
    found, count = re.subn(place, lambda _: text, readme, flags=re.DOTALL)
    assert count == 1, "the README has no place for a run"
    return found


def picture(run: Run) -> bytes:
    """The first chart of the report as PNG, drawn by the browser, with the fingerprint in it."""
    with tempfile.TemporaryDirectory() as profile, browser(Path(profile)) as page:
        page.open((run.folder.path.resolve() / "report.html").as_uri() + "#en")
        page.until("document.documentElement.dataset.ready === 'en'")
        image = base64.b64decode(page.evaluate(DRAW).partition(",")[2])
    note = KEYWORD + b"\0" + run.fingerprint.encode()
    chunk = b"tEXt" + note
    head = 33  # signature and header chunk
    length, check = len(note).to_bytes(4, "big"), zlib.crc32(chunk).to_bytes(4, "big")
    return image[:head] + length + chunk + check + image[head:]


def run_of(image: bytes) -> str:
    """The fingerprint in a picture."""
    found = re.search(b"tEXt" + KEYWORD + b"\0([0-9a-f]{12})", image)
    assert found, "the picture names no run"
    return found[1].decode()


def main(arguments: list[str]) -> None:
    """Refresh picture and README from one run folder."""
    run: Any = Run.open(Path(arguments[0]))
    (ROOT / PICTURE).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / PICTURE).write_bytes(picture(run))
    readme = ROOT / "README.md"
    readme.write_text(put_into(readme.read_text(encoding="utf-8"), run), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
