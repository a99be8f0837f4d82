"""The design of an ensemble has every job once, shares out without overlap, and only grows."""

import fake_pairs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import InputError
from scenarios.running.design import Design, Shard

OTHER = {"no_pilot": {}, "pilot": {"x": {}}, "years": [2022, 2024], "switches": {}}


def templates(*worlds):
    job = fake_pairs.job()
    return tuple(type(job)(**{**vars(job), "worlds": world}) for world in worlds)


WORLDS = fake_pairs.job().worlds
counts = st.integers(1, 6)


@given(draws=counts, seeds=counts)
def test_every_scenario_meets_every_draw_and_seed_once(draws, seeds):
    design = Design(templates(WORLDS, OTHER), range(draws), range(1, seeds + 1))
    assert len({job.id for job in design.jobs}) == len(design.jobs) == 2 * draws * seeds
    met = {(job.draw, job.seed, bool(job.worlds["pilot"])) for job in design.jobs}
    assert len(met) == 2 * draws * seeds


def test_equal_scenarios_are_one():
    design = Design(templates(WORLDS, dict(WORLDS), OTHER), range(2), range(1, 2))
    assert len(design.jobs) == 4


def test_every_draw_is_begun_before_any_gets_its_second_seed():
    design = Design(templates(WORLDS), range(3), range(1, 3))
    found = [(job.draw, job.seed) for job in design.jobs]
    assert found == [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (2, 2)]


@given(draws=counts, seeds=counts, count=st.integers(1, 9))
def test_shards_are_disjoint_even_and_together_everything(draws, seeds, count):
    jobs = Design(templates(WORLDS), range(draws), range(1, seeds + 1)).jobs
    parts = [Shard(number, count).of(jobs) for number in range(1, count + 1)]
    assert sorted(job.id for part in parts for job in part) == sorted(job.id for job in jobs)
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 1


@given(draws=counts, seeds=counts, more=counts)
def test_what_has_grown_has_all_that_it_had(draws, seeds, more):
    design = Design(templates(WORLDS), range(draws), range(1, seeds + 1))
    grown = design.grown(draws + more, seeds)
    had = {job.id for job in design.jobs}
    assert had < {job.id for job in grown.jobs}
    assert len(grown.missing(had)) == more * seeds
    assert grown.jobs == Design(templates(WORLDS), range(draws + more), range(1, seeds + 1)).jobs


@pytest.mark.parametrize(("draws", "seeds"), [(2, 2), (3, 1)])
def test_a_run_never_loses_a_draw_or_a_seed(draws, seeds):
    design = Design(templates(WORLDS), range(3), range(1, 3))
    with pytest.raises(InputError, match="a run only grows"):
        design.grown(draws, seeds)


@pytest.mark.parametrize(
    "text", ["", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/10001", "²/3"]
)
def test_what_is_no_shard_is_said_to_be_none(text):
    with pytest.raises(InputError, match="for example 2/8"):
        Shard.parse(text)


def test_a_shard_reads_as_it_is_written():
    assert str(Shard.parse("2/8")) == "2/8"
