"""Every unknown says what it is, how unsure it is and where that comes from."""

import dataclasses
from typing import get_args

import pytest

from model.errors import InputError
from model.parameters import Parameters
from model.parameters.prior import Grade

CARDS = Parameters.cards()
PRIORS = [
    pytest.param(prior, id=f"{path}-{when}")
    for path, card in CARDS.items()
    for when, prior in (("ex_ante", card.ex_ante), ("evaluation", card.evaluation))
]
each_card = pytest.mark.parametrize(("path", "card"), CARDS.items(), ids=CARDS)


def test_there_are_unknowns_in_every_section():
    sections = {path.split(".")[0] for path in CARDS}
    assert sections == {item.name for item in dataclasses.fields(Parameters)}
    assert len(CARDS) > 80


@each_card
def test_every_unknown_has_unit_source_grade_and_chinese_term(path, card):
    assert card.unit.strip()
    assert card.source.strip()
    assert card.source == card.source.lower().replace(" ", "_")
    assert card.grade in get_args(Grade)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in card.zh)


@each_card
def test_shares_have_priors_between_zero_and_one(path, card):
    if card.unit == "share" or card.unit.startswith("share of"):
        for prior in (card.ex_ante, card.evaluation):
            assert 0.0 <= prior.low <= prior.high <= 1.0


@each_card
def test_hindsight_is_declared_only_where_the_priors_differ(path, card):
    assert card.hindsight == (card.ex_ante != card.evaluation)


@each_card
def test_the_default_is_the_centre_of_the_ex_ante_prior(path, card):
    assert Parameters().value(path) == card.ex_ante.central


@pytest.mark.parametrize("prior", PRIORS)
def test_priors_are_ordered(prior):
    assert prior.low <= prior.central <= prior.high
    assert prior.low < prior.high


@pytest.mark.parametrize("prior", PRIORS)
def test_priors_have_the_support_of_their_shape(prior):
    if prior.shape == "lognormal":
        assert prior.low > 0.0
    if prior.shape == "halfnormal":
        assert prior.low == 0.0
    if prior.shape == "uniform":
        assert prior.central == pytest.approx((prior.low + prior.high) / 2)
    if prior.shape == "discrete":
        assert sum(share for _, share in prior.points) == pytest.approx(1.0)
    assert bool(prior.points) == (prior.shape == "discrete")


def test_changed_changes_what_it_names_and_nothing_else():
    before = Parameters()
    after = before.changed({"land.rent_yuan_per_mu": 700.0, "trend.rural_growth": 0.06})
    differing = {path for path in CARDS if after.value(path) != before.value(path)}
    assert differing == {"land.rent_yuan_per_mu", "trend.rural_growth"}
    assert after.value("land.rent_yuan_per_mu") == 700.0


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("land.rent_yuan_per_mou", "land.rent_yuan_per_mu"),
        ("trend.gap_drfit", "trend.gap_drift"),
        ("survey.rotation", "survey.rotation_sd"),
    ],
)
def test_an_unknown_path_names_the_nearest(given, nearest):
    with pytest.raises(InputError, match=f"did you mean '{nearest}'") as caught:
        Parameters().value(given)
    assert (caught.value.key, caught.value.nearest) == (given, nearest)
    with pytest.raises(InputError, match=nearest):
        Parameters().changed({given: 1.0})
