"""What a county can carry: stocks that planned volumes may not outgrow, each with its source.

A volume asked for is a planned volume times its step. Where a step alone asks for more than there
is, the step is cut down to what there is, as the model itself would. Where several options ask for
the same thing, their sum is a limit of the choice.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from results.language import words
from scenarios.inputs.settings import Settings, is_path, known_policy

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from scenarios.running.worlds import World


@dataclass(frozen=True)
class Capacity:
    """At most so much of what some settings ask for together, in the last year."""

    name: str
    zh: str
    en: str
    levers: tuple[str, ...]
    """`policy.setting`, each."""
    most: float
    unit: str
    source_zh: str
    source_en: str

    def plain(self) -> dict[str, Any]:
        """As plain values, for hashes and tables."""
        return {**asdict(self), "levers": list(self.levers)}

    def asked(self, policies: "World") -> float:
        """What a set of policies asks for."""
        return sum(asked_by(policies, lever) for lever in self.levers)


@dataclass(frozen=True)
class Stock:
    """A capacity that a fact of the pack gives."""

    name: str
    zh: str
    en: str
    levers: tuple[str, ...]
    fact: str
    per: str = ""
    """A fact that the first one is divided by."""


STOCKS = (
    Stock(
        "partner_villages",
        "有结对联盟或联合体的村（一村一个）",
        "villages with an alliance or consortium, one each",
        ("alliances.aid_alliances", "party_building.consortia"),
        "villages",
    ),
    Stock(
        "dividend_villages",
        "按股分红的村",
        "villages that pay share dividends",
        ("three_incomes.dividend_villages",),
        "villages",
    ),
    Stock(
        "specialist_villages",
        "有金融专员的村",
        "villages with a finance specialist",
        ("rural_finance.specialist_villages",),
        "villages",
    ),
    Stock(
        "paired_households",
        "结对帮扶的低收入农户",
        "low-income households with a partner",
        ("pairing.households",),
        "register_persons",
        "register_household_size",
    ),
    Stock(
        "phone_pupils",
        "参加智能手机培训的农村居民",
        "rural residents taught to use a smartphone",
        ("farmer_training.phone_persons",),
        "rural_population",
    ),
    Stock(
        "outwork_enterprises",
        "能外发加工的企业（每个工坊一家）",
        "enterprises that can put out work, one a workshop",
        ("workshops.workshops", "neighbourhood_places.workshops"),
        "enterprises",
    ),
)


def capacities_of(pack: "Pack") -> tuple[Capacity, ...]:
    """The stocks that a pack has facts for."""
    return tuple(
        _capacity(stock, pack)
        for stock in STOCKS
        if stock.fact in pack.facts and (not stock.per or stock.per in pack.facts)
    )


def _capacity(stock: Stock, pack: "Pack") -> Capacity:
    fact = pack.facts[stock.fact]
    per = pack.facts[stock.per] if stock.per else None
    tags = dict.fromkeys((*fact.source, *(per.source if per else ())))
    most = fact.value / per.value if per else fact.value
    unit = "households" if per else fact.unit
    titles = [pack.sources[tag].title for tag in tags]
    return Capacity(
        stock.name,
        stock.zh,
        stock.en,
        stock.levers,
        most,
        unit,
        f"{words('zh')['grades'][fact.grade]}：{'；'.join(titles)}",
        f"{words('en')['grades'][fact.grade]}: {'; '.join(titles)}",
    )


def asked_by(policies: "World", lever: str) -> float:
    """What a setting asks for in its last year, times the intensity of its policy; 0 if absent."""
    policy, _, setting = lever.partition(".")
    settings = policies.get(policy)
    if settings is None:
        return 0.0
    value = settings[setting]
    if isinstance(value, Mapping):
        value = value[max(value, key=int)] if value else 0.0
    return float(settings.get("intensity", 1.0)) * float(value)


def cut_down(
    policies: "World", capacities: tuple[Capacity, ...]
) -> "tuple[World, tuple[str, ...]]":
    """The policies asking for no more than there is, and the capacities that they ran into."""
    met = []
    for capacity in capacities:
        asked = capacity.asked(policies)
        if asked > capacity.most:
            met.append(capacity.name)
            for lever in capacity.levers:
                policies = _times(policies, lever, capacity.most / asked)
    return policies, tuple(met)


def _times(policies: "World", lever: str, factor: float) -> "World":
    policy, _, setting = lever.partition(".")
    if policy not in policies:
        return policies
    field = {field.name: field for field in fields(known_policy(policy))}[setting]
    settings: Settings = dict(policies[policy])
    value = settings[setting]
    if is_path(field):
        # Earlier years stay what they are unless they, too, are more than there is at the end.
        end = factor * value[max(value, key=int)]
        settings[setting] = {year: min(v, end) for year, v in value.items()}
    else:
        settings[setting] = factor * value
    return {**policies, policy: settings}
