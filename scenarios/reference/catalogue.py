"""What there is to choose from, read from the things themselves."""

from dataclasses import fields
from typing import Any

from scenarios.inputs.scenario import library_names, load_scenario
from scenarios.inputs.settings import lever_of, policy_kinds
from scenarios.words import Language

Entry = dict[str, Any]


def policy_entries(lang: Language) -> list[Entry]:
    """One entry a setting of a policy."""
    return [
        {
            "policy": name,
            "setting": field.name,
            "unit": card.unit,
            "low": card.low,
            "high": card.high,
            "meaning": card.zh if lang == "zh" else card.en,
            "source": card.source,
        }
        for name, kind in sorted(policy_kinds().items())
        for field in fields(kind)
        if (card := lever_of(field)) is not None
    ]


def county_entries(lang: Language) -> list[Entry]:
    """One entry a county pack."""
    from calibration.packs.pack import available_packs, load_pack

    packs = [load_pack(name) for name in available_packs()]
    return [
        {
            "county": pack.name,
            "title": pack.zh if lang == "zh" else pack.en,
            "label": pack.label,
            "horizon": pack.horizon,
            "fingerprint": pack.fingerprint[:12],
        }
        for pack in packs
    ]


def scenario_entries(lang: Language) -> list[Entry]:
    """One entry a scenario of the library."""
    found = [load_scenario(name) for name in library_names()]
    return [
        {
            "scenario": scenario.name,
            "title": scenario.title[lang],
            "policies": ", ".join(scenario.policies),
            "against": scenario.counterfactual,
            "question": scenario.question.get(lang, ""),
        }
        for scenario in found
    ]


def indicator_entries(lang: Language) -> list[Entry]:
    """One entry an indicator."""
    from model.indicators import FOUND

    return [
        {
            "indicator": name,
            "unit": card.unit,
            "label": card.zh if lang == "zh" else card.en,
            "definition": card.definition,
        }
        for name, card in sorted(FOUND.items())
    ]


def coverage_entries(lang: Language) -> list[Entry]:
    """One entry a system of the official documents."""
    from calibration.packs.coverage import STATUS_ZH, check_coverage, load_coverage

    rows = load_coverage()
    check_coverage(rows)
    return [
        {
            "document": row.document,
            "section": row.section,
            "term": row.term_zh,
            "policy": row.policy,
            "status": STATUS_ZH[row.status] if lang == "zh" else row.status,
            "left_out": row.left_out,
        }
        for row in rows
    ]
