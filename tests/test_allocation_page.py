"""The published allocation is as its run left it, and the page says what it says."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from results.numbers import change, number
from results.record import verify
from scenarios.allocation.publishing import TABLES

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT / "results" / "published" / "allocation"
PAGE = ROOT / "docs" / "allocation.md"


def summary() -> dict[str, Any]:
    return json.loads((PUBLISHED / "summary.json").read_text("utf-8"))


def line(row: dict[str, Any], options: list[dict[str, Any]]) -> str:
    """A row of the page's table."""
    held = " ".join(row["steps"][option["name"]] or "·" for option in options)
    money = f"{row['cost_yuan'] / 1e6:.1f}".replace("-", "−")
    regret = number(row["regret_largest"]) if row["affordable"] else "–"
    parts = [
        row["label"],
        held,
        money,
        change(row["gain"], "whole yuan", "en").removesuffix(" yuan"),
        change(row["gain_worst"], "whole yuan", "en").removesuffix(" yuan"),
        regret,
        change(-row["ratio_gain"], "ratio", "en"),
    ]
    return f"| {' | '.join(parts)} |"


def test_the_published_allocation_is_as_its_run_left_it() -> None:
    assert verify(PUBLISHED) == []
    names = {path.stem for path in PUBLISHED.glob("*.csv")}
    assert names == set(TABLES)


def test_the_page_shows_every_mix_of_the_published_shortlist() -> None:
    found, text = summary(), PAGE.read_text("utf-8")
    missing = [
        wanted for row in found["shortlist"] if (wanted := line(row, found["options"])) not in text
    ]
    assert missing == []
    assert f"run `{found['fingerprint']}`" in text
    error = found["value_model"]
    assert f"off by {error['mean_error']:.1f} yuan on average" in text
    assert f"{found['mixes']['run']} of {found['mixes']['menu']:,} mixes" in text
    assert f"{found['ties']['count']} affordable mixes tie with A" in text


def test_published_tables_agree_with_the_summary() -> None:
    choices = pd.read_csv(PUBLISHED / "choices.csv", encoding="utf-8-sig")
    found = summary()
    assert len(choices) == found["mixes"]["run"]
    (mine,) = choices[choices.choice].to_dict("records")
    row = next(row for row in found["shortlist"] if row["label"] == found["choice"])
    assert mine["gain_worst"] == row["gain_worst"]
    within = choices[choices.affordable]
    assert within.gain_worst.max() == mine["gain_worst"]
    assert choices.on_front.sum() == len(found["front"])
