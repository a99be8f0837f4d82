"""`sanjin backtest` as it is used: folder, errors, and whatever a panel file may hold."""

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_panel import HEAD, fake_fit, panel
from test_backtest import WORLD

from calibration.proof.backtest import Settings, backtest
from calibration.proof.backtest_panel import laid_over
from calibration.proof.backtest_summary import summarise
from model.errors import InputError
from scenarios.__main__ import run

CSV = f"{HEAD}\n" + "\n".join(WORLD)


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """The command with the fake trend, in a folder of its own."""
    from scenarios.scoring import backtest_run

    monkeypatch.setattr(backtest_run, "remembered", lambda: fake_fit)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "panel.csv").write_text(CSV, "utf-8")
    return tmp_path


def test_the_command_writes_a_folder_that_verifies(quick, capfd):
    assert run(["backtest", "--panel", "panel.csv", "--out", "out", "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert said["verdict"]["model"] in ("beats", "ahead", "loses")
    assert run(["verify", "out"]) == 0
    table = quick / "out" / "scores.csv"
    table.write_bytes(table.read_bytes().replace(b"model", b"modem", 1))
    assert run(["verify", "out"]) == 1
    assert "scores.csv" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("place,level,year\nanji,county,2020\n", "column 'urban_income' is missing"),
        (f"{HEAD}\nanji,county,2020,abc,20000,,,no,\n", "line 2.urban_income"),
        (f"{HEAD}\nanji,county,2020,40000,-5,,,no,\n", "allowed: 100 to"),
        (f"{HEAD}\nanji,town,2020,40000,20000,,,no,\n", "line 2.level"),
        (f"{HEAD}\nanji,county,20x0,40000,20000,,,no,\n", "1978 to 2100"),
        (f"{HEAD}\nanji,county,2020,4e4,2e4,,,no,\nanji,county,2020,4e4,2e4,,,no,\n", "twice"),
        (f"{HEAD}\nnowhere,county,2020,4e4,2e4,,,no,\n", "no outcome that can be scored"),
        (f"{HEAD}\nanji,county,2020,4e4\n", "line 2: has 4 cells"),
        ("", "holds no rows"),
    ],
)
def test_an_unusable_panel_is_named_with_line_key_and_range(quick, capfd, text, words):
    (quick / "bad.csv").write_text(text, "utf-8")
    assert run(["backtest", "--panel", "bad.csv"]) == 1
    said = capfd.readouterr().err
    assert "bad.csv" in said
    assert words in said
    assert "Traceback" not in said


def test_a_missing_panel_is_a_sentence(quick, capfd):
    assert run(["backtest", "--panel", "nowhere.csv"]) == 1
    assert "nowhere.csv" in capfd.readouterr().err


YEARS = st.integers(1970, 2110).map(str) | st.sampled_from(["2020", "2021", "2022", "", "x"])
NUMBERS = st.sampled_from(["", "40000", "20000.5", "1e6", "nan", "inf", "-3", "９", "1,000", "x"])
CELLS = st.tuples(
    st.sampled_from(["anji", "安吉县", "", "zhejiang", "nowhere", "=1+1", "a\0b"]),
    st.sampled_from(["county", "province", "city", "nation", "", "County "]),
    YEARS,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["", "8.1", "-60", "1e9"]),
    st.sampled_from(["", "9", "nan"]),
    st.sampled_from(["", "yes", "no", "maybe"]),
    st.sampled_from(["", "zhejiang", "anji", "mars"]),
)


def scored_or_refused(data: bytes) -> None:
    from calibration.history.panel_data import parse_panel

    with suppress(InputError):
        both = laid_over(parse_panel(data, "fuzz.csv"), panel(*WORLD))
        for quantity in ("ratio", "rural_income"):
            found = backtest(both, fake_fit, Settings(quantity=quantity, draws=50))
            summarise(both, found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_any_rows_are_scored_or_refused(rows):
    text = "\n".join([HEAD, *(",".join(cells) for cells in rows)])
    scored_or_refused(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: f"{HEAD}\n{t}".encode()))
def test_any_bytes_are_scored_or_refused(data):
    scored_or_refused(data)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CELLS, min_size=1, max_size=8))
def test_any_rows_are_scored_or_refused_in_full(rows):
    scored_or_refused("\n".join([HEAD, *(",".join(cells) for cells in rows)]).encode())
