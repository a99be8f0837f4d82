"""Training, local jobs, small businesses, insurance, and what a farm worker produces."""

from typing import TYPE_CHECKING

from model.indicators.indicator import indicator
from model.quarter.farming import farm_labour, farm_output
from model.table import sum_where

if TYPE_CHECKING:
    from model.indicators.year_end import YearEnd


@indicator("persons", zh="工坊以外的本地岗位(政策新增)", en="Local jobs outside outlets")
def local_jobs(end: "YearEnd") -> float:
    """Persons in posts, farm work, home work and casual work that programmes added."""
    return end.county.jobs.filled()


@indicator("persons", zh="公益性岗位(政策新增)", en="Public-service posts")
def public_posts(end: "YearEnd") -> float:
    """Persons in public-service, caring and disabled posts beyond those that come anyway."""
    return end.county.jobs.filled("public", "caring", "disabled")


@indicator("persons", zh="家庭来料加工从业人数(政策新增)", en="Home workers")
def home_workers(end: "YearEnd") -> float:
    """Persons in piece work at home beyond those who come anyway."""
    return end.county.jobs.filled("home")


@indicator("businesses", zh="民宿、网店、新农人(政策新增)", en="Supported household businesses")
def household_businesses(end: "YearEnd") -> float:
    """Open homestays, shops and new farms beyond those that open anyway."""
    return end.county.ventures.count()


@indicator("yuan", zh="创业担保贷款(累计发放)", en="Start-up guaranteed loans issued")
def startup_loans(end: "YearEnd") -> float:
    """Start-up loans that a programme paid out since its start; beyond those made anyway."""
    return end.county.ventures.lent_yuan


@indicator("persons", zh="创业担保贷款带动就业", en="Persons at work in start-ups on such loans")
def startup_jobs(end: "YearEnd") -> float:
    """Owners of open start-ups on a programme's loan, and the workers in their places."""
    return end.county.ventures.count("startup") + end.county.jobs.under("startup_loans")


@indicator("persons", zh="累计培训人数", en="Persons taught, cumulative")
def persons_taught(end: "YearEnd") -> float:
    """Persons taught in courses of programmes, those who would have come anyway included."""
    book = end.county.training
    return book.persons() + sum(pupils.anyway for pupils in book.pupils.values())


@indicator("persons", zh="本来就会参训的人数", en="Persons taught who would have come anyway")
def persons_taught_anyway(end: "YearEnd") -> float:
    """Those of the persons taught whose places add nothing."""
    return float(sum(pupils.anyway for pupils in end.county.training.pupils.values()))


@indicator("households", zh="邻里模仿户数", en="Households that copied a lesson")
def lessons_copied(end: "YearEnd") -> float:
    """Farm households that picked up a lesson from trained neighbours."""
    return end.county.training.persons(copied=True)


@indicator("households", zh="新增参保农户", en="Farm households newly insured")
def farms_insured(end: "YearEnd") -> float:
    """Farm households that a programme insures beyond those insured before."""
    return end.county.farms.insured


@indicator("index", zh="农业劳动生产率(2021年=1)", en="Farm output per farm worker, 2021 = 1")
def farm_labour_productivity_index(end: "YearEnd") -> float:
    """Farm income over farm labour, both relative to 2021: trend, programmes and labour exit."""
    return farm_output(end.county) / farm_labour(end.county)


@indicator("share", zh="收入10万元以上的农户占比", en="Farm households above 100,000 yuan")
def farm_households_above_100000(end: "YearEnd") -> float:
    """Share of farm households whose income of the year is 100,000 yuan or more."""
    return _farms_above(end, 100_000.0)


@indicator("share", zh="收入20万元以上的农户占比", en="Farm households above 200,000 yuan")
def farm_households_above_200000(end: "YearEnd") -> float:
    """Share of farm households whose income of the year is 200,000 yuan or more."""
    return _farms_above(end, 200_000.0)


def _farms_above(end: "YearEnd", yuan: float) -> float:
    rows = end.county.farms.rows
    weight = end.weight[rows]
    reached = sum_where(weight, end.income[rows] >= yuan)
    return reached / max(float(weight.sum()), 1e-9)
