"""Who gets a place: reserved ones, priorities, and no justified envy."""

from dataclasses import replace

import numpy as np
import pytest
from offers import before_quarter, empty_outlets

from model.county import CountyModel
from model.quarter import places
from model.quarter.places import (
    has_room,
)


def matching(reserved: float, *, priority: bool = False) -> tuple[CountyModel, dict]:
    """Places given out in quarter 5 with a share of them kept for a register of every third."""
    with before_quarter(5) as model:
        model.open_quarter()
        model.households["on_register"][::3] = True
        model.households["able"][:] = True
        model.market.outlets["slot"][:] = True
        workshops = replace(
            model.rules.workshops, reserved_share=reserved, register_priority=priority
        )
        model.rules = replace(
            model.rules, workshops=workshops, land=replace(model.rules.land, priority_hiring=False)
        )
        empty_outlets(model)
        _, order = places.offers(model)
        applicants = np.flatnonzero(
            (model.workers["status"] == 1)
            & (model.households["aware"][model.workers["household"]] & 1 == 1)
        )
        before = model.market.vacancies()
        places.place(model, applicants, order)
        home = model.workers["household"][applicants]
        return model, {
            "order": order[model.households["village"][home]],
            "outlet": model.workers["outlet"][applicants].copy(),
            "listed": model.households["on_register"][home],
            "weight": model.households["weight"][home],
            "lot": model.streams.uniforms(
                "workshop_lottery", model.quarter, model.workers["id"][applicants]
            ),
            "before": before,
            "after": model.market.vacancies(),
        }


def test_places_reserved_for_the_register_reach_it() -> None:
    found = []
    for reserved in (0.0, 0.25, 0.5, 0.75, 1.0):
        _, result = matching(reserved)
        listed = (result["outlet"] >= 0) & result["listed"]
        found.append(float(result["weight"][listed].sum()))
    assert found == sorted(found)
    assert found[-1] > found[0]


def test_the_register_comes_first_where_it_has_priority() -> None:
    _, by_lot = matching(0.0)
    _, first = matching(0.0, priority=True)
    placed = [
        float(result["weight"][(result["outlet"] >= 0) & result["listed"]].sum())
        for result in (by_lot, first)
    ]
    assert placed[1] > placed[0]


@pytest.mark.parametrize("reserved", [0.0, 0.5])
def test_no_outlet_takes_more_than_it_has_places(reserved: float) -> None:
    _, result = matching(reserved)
    placed = result["outlet"] >= 0
    taken = np.bincount(result["outlet"][placed], result["weight"][placed], result["before"].size)
    assert placed.any()
    # The last row may stand for more persons than there are places: half of them at most.
    assert (taken <= result["before"] + 0.5 * result["weight"].max() + 1e-6).all()


def test_nobody_is_passed_over_for_a_place_that_stays_free() -> None:
    model, result = matching(0.0)
    room = has_room(result["after"], model.market.outlets["weight"])
    for row in np.flatnonzero(result["outlet"] < 0):
        choices = result["order"][row]
        assert not room[choices[choices >= 0]].any()


def test_nobody_envies_a_later_lot() -> None:
    """Whoever wanted a better place sees there only workers with a better lot."""
    _, result = matching(0.0)
    worst = {
        outlet: result["lot"][result["outlet"] == outlet].max()
        for outlet in set(result["outlet"].tolist()) - {-1}
    }
    checked = 0
    for row in range(len(result["outlet"])):
        for choice in result["order"][row]:
            if choice < 0 or choice == result["outlet"][row]:
                break
            if choice in worst:
                checked += 1
                assert worst[choice] <= result["lot"][row]
    assert checked
