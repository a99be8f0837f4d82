"""Farm technology: dendrobium, greenhouses, science commissioners (石斛产业、科技特派员)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import Course, JobOffer


@dataclass(frozen=True, kw_only=True)
class FarmTechnology(Policy):
    """Labour-intensive dendrobium growing, upgraded greenhouses, lessons by commissioners.

    Eligible: spare workers (jobs); farm households (greenhouses and lessons). Take-up: logit on pay
    over reservation, or on the expected gain. Capacity: jobs, greenhouse area and lessons promised
    by year. Payer → payee: enterprise → worker (wages); world → household (business); county →
    trainer (spending). Displaces: the worker's earlier earnings, a part of other farm work, other
    sellers. A worker has one job: who works in an outlet is not hired here. Most of the 2,000 jobs
    would have come anyway, about 1,600 at the centre, and are in the trend. Lag: jobs at once,
    lessons two to four quarters. Decay: quits; 0 to 30 % a year. Budget: 1,000 to 3,000 yuan a
    lesson place; greenhouses are the growers' and enterprises' capital. Standards and new strains
    are what the lessons teach and have no effect of their own.
    Source: Yueqing pilot plan 2022-2024, task 11, annex 2 item 10.
    """

    name: ClassVar[str] = "farm_technology"
    family: ClassVar[str] = "training and technology"
    zh: ClassVar[str] = "农业技术支撑"

    jobs: YearPath = lever(
        ((2022, 500.0), (2024, 2000.0)),
        "persons",
        high=100_000,
        zh="石斛带动就业",
        en="jobs in dendrobium growing, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    job_pay_yuan: float = lever(
        45_000.0,
        "yuan per year",
        low=1000.0,
        high=200_000,
        zh="石斛用工年收入",
        en="pay of a year in such a job",
        source="yueqing_plan",
    )
    greenhouse_mu: YearPath = lever(
        ((2022, 300.0),),
        "mu",
        high=100_000,
        zh="石斛大棚标准化改造",
        en="greenhouses upgraded",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    mu_per_grower: float = lever(
        5.0,
        "mu",
        low=0.1,
        high=1000,
        zh="每户石斛面积",
        en="greenhouse area of one grower",
        source="own_assumption",
    )
    lessons: YearPath = lever(
        ((2022, 12.0), (2024, 36.0)),
        "sessions",
        high=10_000,
        zh="农业技术培训(次)",
        en="technology lessons, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    commissioner_projects: YearPath = lever(
        ((2022, 6.0), (2024, 18.0)),
        "projects",
        high=10_000,
        zh="科技特派员项目",
        en="projects of science commissioners, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    persons_per_lesson: float = lever(
        50.0,
        "persons",
        high=10_000,
        zh="每次培训或每个项目的人数",
        en="persons at one lesson or in one project",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Offer jobs, greenhouses and lessons due by this quarter."""
        taught = self.persons_per_lesson * (
            self.due(self.lessons, quarter) + self.due(self.commissioner_projects, quarter)
        )
        growers = self.due(self.greenhouse_mu, quarter) / self.mu_per_grower
        jobs = JobOffer(
            self.name, "farm", self.due(self.jobs, quarter), self.job_pay_yuan, work_share=1.5
        )
        courses = (
            Course(self.name, "technology", taught),
            Course(self.name, "greenhouse", growers, selection=0.0),
        )
        work = replace(
            rules.work,
            offers=(*rules.work.offers, jobs),
            courses=(*rules.work.courses, *courses),
        )
        return replace(rules, work=work)


policy = FarmTechnology
