"""Alliances, clusters, joint projects."""

from typing import TYPE_CHECKING

from model.indicators.indicator import indicator
from model.quarter.alliances import CHAMBER, CONSORTIUM, ENTERPRISE, TOWN
from model.quarter.enclaves import CONTIGUOUS, ENCLAVE

if TYPE_CHECKING:
    from model.indicators.year_end import YearEnd


@indicator("alliances", zh="村企联盟", en="Alliances")
def alliances(end: "YearEnd") -> float:
    """Aid alliances and consortia that stand at the end of the year, one a village."""
    return end.county.cooperation.ties.standing(TOWN, CHAMBER, ENTERPRISE, CONSORTIUM)


@indicator("projects", zh="联盟助力项目", en="Projects helped by alliances")
def alliance_projects(end: "YearEnd") -> float:
    """Village projects that partners of alliances and consortia have put capital into so far."""
    return float(end.county.cooperation.ties.projects.sum())


@indicator("clusters", zh="共富片区", en="Village clusters")
def clusters(end: "YearEnd") -> float:
    """Clusters that have agreed on terms and not broken up."""
    return end.county.cooperation.clusters.count()


@indicator("villages", zh="片区成员村", en="Villages in clusters")
def cluster_villages(end: "YearEnd") -> float:
    """Members of standing clusters, villages that stayed out not counted."""
    weight = end.county.start.villages["weight"]
    standing = end.county.cooperation.clusters.standing()
    return sum(float(weight[c.terms.rows].sum()) for c in standing if c.terms is not None)


@indicator("yuan", zh="片区组团收益", en="Result of clusters")
def cluster_result(end: "YearEnd") -> float:
    """Results of standing clusters this year, pooled rents included, losses deducted."""
    return sum(c.year * c.weight for c in end.county.cooperation.clusters.standing())


@indicator("yuan", zh="飞地与连片开发收入", en="Enclave revenue")
def enclave_revenue(end: "YearEnd") -> float:
    """Gross revenue of enclaves and contiguous development this year, inside collective revenue."""
    revenue = end.county.cooperation.joint.revenue
    return float(revenue[ENCLAVE] + revenue[CONTIGUOUS])
