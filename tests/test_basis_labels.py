"""Every output says of each unknown whether it was estimated, could be, or rests on nothing."""

from types import SimpleNamespace

import pandas as pd
import pytest

from calibration.behaviour.fitted_draws import basis_of, fitted_of, posterior_range
from results.brief.assumptions import section
from results.brief.facts import Facts
from results.language import words
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running.background import assumptions_table, draws_table

BASES = {"posterior", "prior", "prior only"}


@pytest.fixture(scope="module")
def plan():
    return make_plan(load_scenario("pilot"), Size(2, 1, 0.02), county="yueqing")


def test_the_table_of_draws_has_a_basis_for_every_value(plan):
    table = draws_table(plan)
    assert set(table.basis) <= BASES
    assert len(table) == 2 * len(plan.pack.cards())
    fitted = fitted_of(plan.pack, "ex_ante")
    rows = table[table.draw == 1].set_index("parameter")
    for path in fitted.paths if fitted else ():
        assert rows.basis[path] == "posterior"
    assert rows.basis["takeup.gain_slope"] == "prior only"


def test_assumptions_show_the_posterior_where_there_is_one(plan):
    table = assumptions_table(plan).set_index("name")
    cards = plan.pack.cards()
    for path, basis in basis_of(plan.pack, "ex_ante", cards).items():
        assert table.basis[path] == basis
        found = posterior_range(plan.pack, "ex_ante", cards, path)
        assert (found is not None) == (basis == "posterior")
        shown = table.loc[path, ["value", "low", "high"]].astype(float).tolist()
        prior = cards[path].ex_ante
        assert shown == pytest.approx(list(found or (prior.central, prior.low, prior.high)))
    assert (table[table.kind == "fact"].basis == "").all()


HEAD = ["kind", "name", "zh", "en", "value", "low", "high", "unit", "source", "grade"]
ROW = ["unknown", "a.b", "甲", "a", 1.0, 0.0, 2.0, "share", "own", "assumption"]


def run_with(table):
    """A run that stores this table of assumptions and nothing else."""
    return SimpleNamespace(
        years=[2024], has=lambda name: name == "assumptions", table=lambda _: table
    )


def said_bases(run, language):
    """The last column of the assumptions log."""
    log = next(table for table in section(Facts(run, language)).tables() if table.folded)
    return [row[-1] for row in log.rows]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_says_it_in_both_languages(language):
    head = [*HEAD, "basis"]
    row = ROW
    table = pd.DataFrame([[*row, basis] for basis in sorted(BASES)] + [[*row, ""]], columns=head)
    run = run_with(table)
    said = said_bases(run, language)
    known = words(language)["basis"]
    assert said == [*(known[basis] for basis in sorted(BASES)), ""]
    assert len(set(said)) == 4


def test_runs_of_before_have_no_basis_and_are_still_read():
    assert said_bases(run_with(pd.DataFrame([ROW], columns=HEAD)), "en") == [""]


def test_a_run_is_named_after_the_fit_that_it_draws_from(plan, monkeypatch):
    named = plan.spec.fingerprint
    monkeypatch.setattr("calibration.behaviour.fitted_draws.fit_name", lambda *_: "another fit")
    other = make_plan(load_scenario("pilot"), Size(2, 1, 0.02), county="yueqing")
    assert other.spec.fingerprint != named
