"""The form: county and scenario, titles, policies, size, and what is wrong with it."""

from typing import Any

from dash import dcc, html

from scenarios.app.choices import Choice, choice, counties, scenarios_for
from scenarios.app.draft import Draft, Key
from scenarios.app.parts import SPOKEN, Component, field, menu, text_input
from scenarios.app.policies_part import policies_part
from scenarios.app.words import LANGUAGES, both, pair, say

PRESETS = {"trial": (2, 1, "0.01"), "tenth": (8, 1, "0.1"), "full": (16, 2, "1")}
START = "trial"


def form_page(county: str | None, base: str | None, kept: Draft | None = None) -> Component:
    """The page of a new run; `kept` is what a run was made from that is to be changed."""
    chosen = kept.choice if kept else choice(county, base)
    texts = dict(kept.texts) if kept else {}
    on = dict(kept.on) if kept else {}
    names = {"county": chosen.pack.name, "base": chosen.scenario.name}
    return html.Div(
        [
            html.H1(both("new_title")),
            dcc.Store(id="chosen", data=names),
            dcc.Store(id="draft"),
            dcc.Store(id="answer"),
            html.Section([html.H2(both("step_choose")), *_choosing(chosen, texts)]),
            html.Section(
                [
                    html.H2(both("step_levers")),
                    html.P(both("levers_hint"), className="note"),
                    policies_part(chosen, texts, on),
                    _further(texts),
                ]
            ),
            html.Section([html.H2(both("step_size")), *_size(texts)]),
            html.Section([html.H2(both("step_check")), *_checking()], className="last"),
        ],
        className="form",
    )


def _choosing(chosen: Choice, texts: dict[Key, str]) -> list[Component]:
    county, scenario = chosen.pack.name, chosen.scenario
    places = [{"label": pair(pack.zh, pack.en), "value": name} for name, pack in counties().items()]
    question = scenario.question
    return [
        html.Fieldset(
            [
                html.Legend(both("county")),
                dcc.RadioItems(id="county", options=places, value=county, inline=True),
            ]
        ),
        field(
            ("", "base", ""),
            both("base"),
            dcc.Dropdown(
                id="base",
                options=scenario_options(county),
                value=scenario.name,
                clearable=False,
                maxHeight=360,
                className="menu",
            ),
            both("base_hint"),
        ),
        html.P(
            [both("question"), " ", pair(question["zh"], question["en"])] if question else [],
            className="question",
        ),
        html.Div(_titles(chosen, texts), className="row"),
        html.Div(_years(chosen, texts), className="row"),
    ]


def scenario_options(county: str) -> list[dict[str, Any]]:
    """The scenarios of a county for a menu, found by title in either language or by name."""
    return [
        {
            "label": pair(each.title["zh"], each.title["en"]),
            "value": each.name,
            "search": f"{each.title['zh']} {each.title['en']} {each.name}",
        }
        for each in scenarios_for(county)
    ]


def _titles(chosen: Choice, texts: dict[Key, str]) -> list[Component]:
    title = chosen.scenario.title
    found = []
    for lang in LANGUAGES:
        key = ("", f"title_{lang}", "")
        found.append(
            field(key, both(key[1]), text_input(key, texts.get(key, title[lang]), wide=True))
        )
    key = ("", "name", "")
    control = text_input(key, texts.get(key, ""), longest=80)
    return [*found, field(key, both("name"), control, both("name_hint"))]


def _years(chosen: Choice, texts: dict[Key, str]) -> list[Component]:
    last, against = ("", "last_year", ""), ("", "counterfactual", "")
    first_year, last_year = chosen.years[0], chosen.years[-1]
    return [
        field(
            last,
            both("last_year"),
            text_input(last, texts.get(last, str(chosen.scenario.years[1])), longest=20),
            both("last_year_hint", first=first_year, last=last_year),
        ),
        field(
            against,
            both("counterfactual"),
            menu(
                against,
                scenario_options(chosen.pack.name),
                texts.get(against, chosen.scenario.counterfactual),
            ),
        ),
    ]


def _further(texts: dict[Key, str]) -> Component:
    key = ("", "further", "")
    control = dcc.Textarea(
        id={"type": "field", "policy": "", "setting": "further", "year": ""},
        value=texts.get(key, ""),
        maxLength=20_000,
        spellCheck=False,
        className="code",
    )
    return html.Details(
        [
            html.Summary(both("further")),
            field(key, both("further"), control, both("further_hint")),
        ],
        open=bool(texts.get(key)),
    )


def _size(texts: dict[Key, str]) -> list[Component]:
    presets = [
        html.Button(both(f"preset_{name}"), id={"type": "preset", "name": name}, n_clicks=0,
                    type="button", className="plain")
        for name in PRESETS
    ]  # fmt: skip
    numbers = []
    for name, value in zip(("draws", "seeds", "scale"), PRESETS[START], strict=True):
        key = ("", name, "")
        control = text_input(key, texts.get(key, str(value)), longest=20)
        numbers.append(field(key, both(name), control, both(f"{name}_hint")))
    evidence = ("", "evidence", "")
    kinds = [
        {"label": both("evidence_ex_ante"), "value": "ex-ante"},
        {"label": both("evidence_evaluation"), "value": "evaluation"},
    ]
    radio = dcc.RadioItems(
        id={"type": "field", "policy": "", "setting": "evidence", "year": ""},
        options=kinds,
        value=texts.get(evidence, "ex-ante"),
    )
    return [
        html.Div(presets, className="presets"),
        html.P(both("preset_hint"), className="note"),
        html.Div(numbers, className="row"),
        html.Fieldset([html.Legend(both("evidence")), radio]),
    ]


def _checking() -> list[Component]:
    return [
        html.Div(id="verdict", **SPOKEN),
        html.Button(
            both("run"), id="run", n_clicks=0, type="button", className="main", disabled=True
        ),
        html.P(id="run-problem", className="problem", role="alert"),
        html.Details(
            [html.Summary(both("file_preview")), html.Pre(id="file-preview")], className="file"
        ),
    ]


def heading() -> str:
    """The comment at the top of a scenario file that the form writes."""
    return "\n".join(say("made_by", lang) for lang in LANGUAGES)
