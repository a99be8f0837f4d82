"""Books of cooperation in one world: ties, news, joint projects, clusters, sales, contracts."""

from typing import TYPE_CHECKING

from model.quarter import alliances, clusters, contracts, enclaves, information, produce

if TYPE_CHECKING:
    from model.county import CountyModel


class Cooperation:
    """What villages, enterprises and towns have agreed with each other."""

    def __init__(self, county: "CountyModel") -> None:
        self.ties = alliances.AllianceBook(county)
        self.information = information.InformationBook(county)
        self.joint = enclaves.JointProjects(county)
        self.clusters = clusters.ClusterBook(county)
        self.sales = produce.SalesBook(county)
        self.contracts = contracts.ContractBook(county)
