"""Incomes, the urban-rural ratio, and income sources."""

from typing import TYPE_CHECKING

import numpy as np

from model.indicators.indicator import indicator

if TYPE_CHECKING:
    from model.indicators.year_end import YearEnd


@indicator("yuan per head", zh="农村居民人均可支配收入", en="Rural income per head")
def rural_income(end: "YearEnd") -> float:
    """Disposable income of rural residents over year-average rural persons."""
    return end.mean(0, 2)


@indicator("yuan per head", zh="城镇居民人均可支配收入", en="Urban income per head")
def urban_income(end: "YearEnd") -> float:
    """Disposable income of urban residents over year-average urban persons."""
    return end.mean(1)


@indicator("yuan per head", zh="居民人均可支配收入", en="Income per head of all residents")
def resident_income(end: "YearEnd") -> float:
    """Urban and rural means with the survey's urban weight, moved with urbanisation since 2021."""
    facts = end.county.start.facts
    gain = urbanisation(end) - facts["urbanisation_2021"]
    weight = facts["survey_urban_weight_2021"] + gain
    return weight * urban_income(end) + (1.0 - weight) * rural_income(end)


@indicator("ratio", zh="城乡居民收入倍差", en="Urban-rural income ratio")
def ratio(end: "YearEnd") -> float:
    """Urban over rural income per head, before survey error."""
    return urban_income(end) / rural_income(end)


@indicator("ratio", zh="固定2021年城乡身份的倍差", en="Ratio at the residence of 2021")
def ratio_fixed_residence(end: "YearEnd") -> float:
    """Ratio if everybody still counted as resident where they were at the end of 2021."""
    return urban_income_fixed_residence(end) / rural_income_fixed_residence(end)


@indicator("ratio", zh="村改居构成效应", en="Composition part of the ratio")
def ratio_composition(end: "YearEnd") -> float:
    """Ratio less the ratio at the residence of 2021: what reclassification alone does."""
    return ratio(end) - ratio_fixed_residence(end)


@indicator(
    "yuan per head", zh="固定2021年身份的农村收入", en="Rural income at the residence of 2021"
)
def rural_income_fixed_residence(end: "YearEnd") -> float:
    """Income per head of those who were rural residents at the end of 2021, wherever they are."""
    return end.fixed_residence_means[0]


@indicator("yuan per head", zh="农村收入的构成效应", en="Composition part of rural income")
def rural_income_composition(end: "YearEnd") -> float:
    """Rural income less that at the residence of 2021: who counts as rural has changed."""
    return rural_income(end) - rural_income_fixed_residence(end)


@indicator(
    "yuan per head", zh="固定2021年身份的城镇收入", en="Urban income at the residence of 2021"
)
def urban_income_fixed_residence(end: "YearEnd") -> float:
    """Income per head of those who were urban residents at the end of 2021, wherever they are."""
    return end.fixed_residence_means[1]


@indicator("yuan per head", zh="城镇收入的构成效应", en="Composition part of urban income")
def urban_income_composition(end: "YearEnd") -> float:
    """Urban income less that at the residence of 2021: who counts as urban has changed."""
    return urban_income(end) - urban_income_fixed_residence(end)


@indicator(
    "yuan per head", zh="低收入农户人均可支配收入", en="Income of low-income rural households"
)
def low_income(end: "YearEnd") -> float:
    """Disposable income per head of households on the low-income register."""
    return end.mean(2)


@indicator("yuan of 2021 per head", zh="农村居民实际收入", en="Rural income at 2021 prices")
def rural_income_real(end: "YearEnd") -> float:
    """Rural income over the consumer price index."""
    return rural_income(end) / end.prices


@indicator("yuan of 2021 per head", zh="城镇居民实际收入", en="Urban income at 2021 prices")
def urban_income_real(end: "YearEnd") -> float:
    """Urban income over the consumer price index."""
    return urban_income(end) / end.prices


@indicator("share", zh="常住人口城镇化率", en="Urbanisation")
def urbanisation(end: "YearEnd") -> float:
    """Share of residents counted as urban at the end of the year."""
    persons = end.county.books.weighted_persons
    return float(persons[~end.households["rural"]].sum() / np.sum(persons))


@indicator("share", zh="农村工资性收入占比", en="Wages in rural income")
def rural_wage_share(end: "YearEnd") -> float:
    """Share of wages in rural disposable income."""
    return end.source_share(0, 0, 2)


@indicator("share", zh="农村经营净收入占比", en="Business income in rural income")
def rural_business_share(end: "YearEnd") -> float:
    """Share of net business income in rural disposable income."""
    return end.source_share(1, 0, 2)


@indicator("share", zh="农村财产净收入占比", en="Property income in rural income")
def rural_property_share(end: "YearEnd") -> float:
    """Share of net property income in rural disposable income."""
    return end.source_share(2, 0, 2)


@indicator("share", zh="农村转移净收入占比", en="Transfers in rural income")
def rural_transfer_share(end: "YearEnd") -> float:
    """Share of net transfers in rural disposable income."""
    return end.source_share(3, 0, 2)


@indicator("share", zh="城镇工资性收入占比", en="Wages in urban income")
def urban_wage_share(end: "YearEnd") -> float:
    """Share of wages in urban disposable income."""
    return end.source_share(0, 1)


@indicator("share", zh="城镇经营净收入占比", en="Business income in urban income")
def urban_business_share(end: "YearEnd") -> float:
    """Share of net business income in urban disposable income."""
    return end.source_share(1, 1)


@indicator("share", zh="城镇财产净收入占比", en="Property income in urban income")
def urban_property_share(end: "YearEnd") -> float:
    """Share of net property income in urban disposable income."""
    return end.source_share(2, 1)


@indicator("share", zh="城镇转移净收入占比", en="Transfers in urban income")
def urban_transfer_share(end: "YearEnd") -> float:
    """Share of net transfers in urban disposable income."""
    return end.source_share(3, 1)
