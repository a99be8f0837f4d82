"""Workshops, their jobs, and jobs per workshop, beside the plan and what was observed."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.graph_objects import Scatter
from plotly.subplots import make_subplots

from results.figure import BLUE, VERMILION, Figure, NoData, caption, clear, layout, year_axis
from results.language import words
from results.numbers import number
from results.run import Run
from results.series import Point, Series, beside_each_other, quantiles, upright

ORDER = 50
PANELS = {"workshops": "workshops", "workshop_jobs": "jobs", "jobs_per_workshop": "jobs"}
WORLDS = {"pilot": (BLUE, "circle"), "no_pilot": (VERMILION, "diamond-open")}
Found = dict[tuple[str, str, int], Point]
TEXTS = {
    "zh": {
        "name": "岗位与车间",
        "title": "{year} 年车间岗位中位数 {jobs} 个{plan}；每家车间 {size} 人{band}",
        "against": "，方案写的是 {plan} 个",
        "inside": "，在观察到的 {low}—{high} 人之内",
        "outside": "，在观察到的 {low}—{high} 人之外",
        "workshops": "车间（家）",
        "workshop_jobs": "岗位（个）",
        "jobs_per_workshop": "每家岗位（个）",
        "plan": "方案",
        "band": "观察到的范围",
        "world": "情形",
        "quantity": "指标",
        "note": "点为中位数，线为 90% 区间。",
    },
    "en": {
        "name": "Jobs and workshops",
        "title": "Workshops have a median of {jobs} jobs in {year}{plan}; {size} per workshop"
        "{band}",
        "against": ", against {plan} in the plan",
        "inside": ", within the observed {low}–{high}",
        "outside": ", outside the observed {low}–{high}",
        "workshops": "Workshops",
        "workshop_jobs": "Jobs",
        "jobs_per_workshop": "Jobs per workshop",
        "plan": "plan",
        "band": "observed range",
        "world": "World",
        "quantity": "Quantity",
        "note": "Points are medians, lines 90% intervals.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw three panels, one below the other."""
    text, last = TEXTS[language], run.years[-1]
    found = _found(run)
    if ("workshop_jobs", "pilot", last) not in found:
        raise NoData("indicators: workshop_jobs")
    plot = make_subplots(rows=3, vertical_spacing=0.09)
    layout(plot, 820)
    for row, quantity in enumerate(PANELS, start=1):
        _panel(plot, run, language, found, quantity, row)
    low, high = _observed(run)
    if low is not None and high is not None:
        plot.add_hrect(
            y0=low,
            y1=high,
            fillcolor=clear("#777777", 0.18),
            line_width=0,
            layer="below",
            row=3,
            col=1,
            annotation_text=text["band"],
            annotation_position="top left",
        )
    shared = words(language)["caption"]
    rows, units = _table(run, language, found)
    heads = [
        text["quantity"],
        text["world"],
        shared["year"],
        shared["median"],
        shared["p05"],
        shared["p95"],
    ]
    return Figure(
        _title(run, language, found),
        plot,
        caption(run, language, "ninety", ("indicators", "references"), note=text["note"]),
        pd.DataFrame(rows, columns=heads, dtype=object),
        units,
    )


def _found(run: Run) -> Found:
    rows = run.table("indicators")
    rows = rows[rows.indicator.isin(list(PANELS)) & rows.world.isin(list(WORLDS))]
    return {
        (str(name), str(world), int(year)): quantiles(part.value)
        for (name, world, year), part in rows.groupby(["indicator", "world", "year"])
    }


def _observed(run: Run) -> tuple[float | None, float | None]:
    if not run.has("references"):
        return None, None
    rows = run.table("references")
    rows = rows[rows.kind == "observed"]
    ends = [rows[rows.quantity == f"jobs_per_workshop_{end}"].value for end in ("low", "high")]
    return (
        (None, None)
        if any(end.empty for end in ends)
        else (float(ends[0].iloc[0]), float(ends[1].iloc[0]))
    )


def _panel(plot: Plot, run: Run, language: str, found: Found, quantity: str, row: int) -> None:
    for place, (world, (colour, marker)) in enumerate(WORLDS.items()):
        label = run.label("world", world, language)
        years = [year for year in run.years if (quantity, world, year) in found]
        points = [found[quantity, world, year] for year in years]
        texts = [number(point["median"]) for point in points]
        series = Series(label, colour, marker, world, row == 1)
        plot.add_trace(
            upright(series, beside_each_other(years, place), points, texts), row=row, col=1
        )
    _planned(plot, run, language, quantity, row)
    plot.update_yaxes(title=TEXTS[language][quantity], rangemode="tozero", row=row, col=1)
    title = words(language)["caption"]["year"] if row == len(PANELS) else None
    plot.update_xaxes(**year_axis(run.years), title=title, row=row, col=1)


def _planned(plot: Plot, run: Run, language: str, quantity: str, row: int) -> None:
    plan = {year: run.reference(quantity, year, "plan") for year in run.years}
    known = {year: value for year, value in plan.items() if value is not None}
    legend = row == 2
    if known:
        plot.add_trace(
            Scatter(
                x=list(known),
                y=list(known.values()),
                mode="markers",
                legendgroup="plan",
                name=TEXTS[language]["plan"],
                showlegend=legend,
                hoverinfo="text+name",
                hovertext=[number(value) for value in known.values()],
                marker={"symbol": "star", "size": 13, "color": "#444"},
            ),
            row=row,
            col=1,
        )


def _title(run: Run, language: str, found: Found) -> str:
    text, last = TEXTS[language], run.years[-1]
    size = found.get(("jobs_per_workshop", "pilot", last), {}).get("median")
    planned = run.reference("workshop_jobs", last, "plan")
    low, high = _observed(run)
    band = ""
    if low is not None and high is not None and size is not None:
        key = "inside" if low <= size <= high else "outside"
        band = text[key].format(low=number(low), high=number(high))
    return text["title"].format(
        year=last,
        jobs=number(found["workshop_jobs", "pilot", last]["median"]),
        plan="" if planned is None else text["against"].format(plan=number(planned)),
        size=number(size),
        band=band,
    )


def _table(run: Run, language: str, found: Found) -> tuple[list[list[object]], list[str]]:
    text, units = TEXTS[language], []
    rows: list[list[object]] = []
    for (quantity, world, year), point in found.items():
        rows.append([text[quantity], run.label("world", world, language), year, *point.values()])
        units.append(PANELS[quantity])
    for quantity in PANELS:
        for year in run.years:
            planned = run.reference(quantity, year, "plan")
            if planned is not None:
                rows.append([text[quantity], text["plan"], year, planned, None, None])
                units.append(PANELS[quantity])
    return rows, units
