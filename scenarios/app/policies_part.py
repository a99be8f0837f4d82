"""The policies of the form by family: a box to tick, and settings that open when asked for."""

from collections.abc import Mapping
from dataclasses import fields
from itertools import groupby
from typing import Any

from dash import dcc, html

from scenarios.app.choices import ALWAYS, Choice, Setting
from scenarios.app.draft import Key, plain_text, shown
from scenarios.app.parts import Component, anchor, field, identity, text_input
from scenarios.app.words import both, capital, families, family, pair, say, unit
from scenarios.inputs.settings import known_policy, lever_of


def policies_part(chosen: Choice, texts: Mapping[Key, str], on: Mapping[str, bool]) -> Component:
    """Every policy under its family; those with kept texts are open."""
    order = families()
    kinds = sorted(chosen.settings, key=lambda name: (order.index(known_policy(name).family), name))
    parts = [
        html.Div(
            [
                html.H3(family(name_of_family)),
                *(_policy(chosen, name, texts, on.get(name)) for name in names),
            ],
            className="family",
        )
        for name_of_family, names in groupby(kinds, key=lambda name: known_policy(name).family)
    ]
    return html.Div(parts, className="families")


def policy_name(name: str) -> Component:
    """The name of a policy in both languages."""
    return pair(known_policy(name).zh, capital(name.replace("_", " ")))


def _policy(chosen: Choice, name: str, texts: Mapping[Key, str], ticked: bool | None) -> Component:
    kept = {key: text for key, text in texts.items() if key[0] == name}
    is_on = name in chosen.on if ticked is None else ticked
    box = dcc.Checklist(
        id={"type": "on", "policy": name},
        options=[{"label": policy_name(name), "value": "on"}],
        value=["on"] if is_on else [],
    )
    opened: Any = {"aria-expanded": "true" if kept else "false"}
    button = html.Button(
        both("settings"),
        id={"type": "open", "policy": name},
        n_clicks=0,
        type="button",
        className="plain small",
        **opened,
    )
    return html.Div(
        [
            html.Div([box, button], className="policy-head"),
            html.P(id=identity("problem", (name, "", "")), className="problem"),
            html.Div(
                policy_fields(chosen, name, kept) if kept else [],
                id={"type": "body", "policy": name},
                className="policy-body",
            ),
        ],
        className="policy",
        id=anchor((name, "", "")),
    )


def policy_fields(
    chosen: Choice, name: str, kept: Mapping[Key, str] | None = None
) -> list[Component]:
    """The fields of one policy, start day first."""
    kept = kept or {}
    settings = sorted(chosen.settings[name].values(), key=lambda setting: setting.name != ALWAYS)
    return [_setting(chosen, setting, kept) for setting in settings]


def _setting(chosen: Choice, setting: Setting, kept: Mapping[Key, str]) -> Component:
    values = shown(setting, chosen)
    notes = [_range(setting), _source(chosen, setting)]
    if setting.value is None:
        notes.insert(0, both("no_number"))
    if setting.kind == "path":
        return _path(setting, values, notes, kept)
    key = (setting.policy, setting.name, "")
    value = kept.get(key, values[""])
    control = (
        _yes_no(key, value) if setting.kind == "yes_no" else text_input(key, value, longest=40)
    )
    return field(key, _label(setting), control, *[note for note in notes if note is not None])


def _path(
    setting: Setting, values: dict[str, str], notes: list[Any], kept: Mapping[Key, str]
) -> Component:
    whole = (setting.policy, setting.name, "")
    keys = {year: (setting.policy, setting.name, year) for year in values}
    years = [
        html.Label(
            [
                html.Span(year, className="label"),
                text_input(key, kept.get(key, values[year]), longest=40),
            ],
            id=anchor(key),
        )
        for year, key in keys.items()
    ]
    wrong = [html.P(id=identity("problem", key), className="problem") for key in keys.values()]
    return html.Fieldset(
        [
            html.Legend(_label(setting)),
            html.Div(years, className="years"),
            *(html.P(note, className="note") for note in notes if note is not None),
            *wrong,
            html.P(id=identity("problem", whole), className="problem"),
        ],
        className="field path",
        id=anchor(whole),
    )


def _yes_no(key: Key, value: str) -> Component:
    options = [{"label": both("yes"), "value": "true"}, {"label": both("no"), "value": "false"}]
    return dcc.RadioItems(id=identity("field", key), options=options, value=value, inline=True)


def name_zh(key: Key) -> str:
    """What a field of a policy is called in Chinese: policy, setting, year."""
    policy, name, year = key
    kind = known_policy(policy)
    card = next((lever_of(each) for each in fields(kind) if each.name == name), None)
    parts = [kind.zh, card.zh if card else say("start", "zh") if name == ALWAYS else "", year]
    return " · ".join(part for part in parts if part)


def _label(setting: Setting) -> Component:
    if setting.name == ALWAYS:
        return both("start")
    if setting.card is None:
        return both(f"setting_{setting.name}")
    name = pair(setting.card.zh, capital(setting.card.en))
    if setting.kind == "yes_no":
        return name
    return html.Span([name, html.Span(unit(setting.card.unit), className="unit")])


def _range(setting: Setting) -> Component | None:
    if setting.kind == "date":
        return both("start_range", first=known_policy(setting.policy).issued.isoformat())
    if setting.card is None or setting.kind == "yes_no":
        return None
    low, high = plain_text(float(setting.card.low)), plain_text(float(setting.card.high))
    key = "year_range" if setting.kind == "path" else "range"
    return both(key, low=_grouped(low), high=_grouped(high))


def _grouped(text: str) -> str:
    return f"{int(text):,}" if text.lstrip("-").isdigit() else text


def _source(chosen: Choice, setting: Setting) -> Component | None:
    if setting.source == "scenario":
        return both("source_scenario")
    if not setting.source:
        return both("source_start" if setting.name == ALWAYS else "source_policy")
    source = known_sources(chosen).get(setting.source)
    title = source.title if source else setting.source
    if setting.source == "own_assumption":
        return both("source_own")
    return both("source", text=title)


def known_sources(chosen: Choice) -> dict[str, Any]:
    """Documents by tag, those of the county before those that all counties share."""
    from calibration.packs.pack import shared_sources

    return {**shared_sources(), **chosen.pack.sources}
