"""How much of the uncertainty about the ratio comes from where."""

import pandas as pd
from plotly.graph_objects import Bar
from plotly.graph_objects import Figure as Plot

from results.figure import BLUE, Figure, NoData, caption, layout
from results.folding import plain
from results.numbers import written
from results.run import Run

ORDER = 70
TEXTS = {
    "zh": {
        "name": "不确定性的来源",
        "title": "{year} 年收入比的不确定性，{share} 来自{first}，政策占 {policy}",
        "title_without": "{year} 年收入比的不确定性，{share} 来自{first}",
        "axis": "占公布收入比（对数）方差的比重（%）",
        "component": "来源",
        "share": "比重",
    },
    "en": {
        "name": "Where the uncertainty comes from",
        "title": "Of the uncertainty about the ratio of {year}, {share} is {first}; policy is "
        "{policy}",
        "title_without": "Of the uncertainty about the ratio of {year}, {share} is {first}",
        "axis": "Share of the log ratio's variance (%)",
        "component": "Component",
        "share": "Share",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw one bar a component, the largest first."""
    text, last = TEXTS[language], run.years[-1]
    shares = variance_shares(run)
    if not shares:
        raise NoData("tables/variance.parquet")
    names = {component: run.label("component", component, language) for component in shares}
    labels = [written(share, "share", language) for share in shares.values()]
    plot = Plot(
        Bar(
            y=[plain(name) for name in names.values()],
            x=[100 * share for share in shares.values()],
            orientation="h",
            marker={"color": BLUE},
            text=labels,
            textposition="outside",
            cliponaxis=False,
            hovertext=labels,
            hoverinfo="text+y",
        )
    )
    layout(plot, 130 + 44 * len(shares), showlegend=False)
    plot.update_xaxes(
        title=text["axis"],
        rangemode="tozero",
        range=[min(0.0, 110 * min(shares.values())), 118 * max(shares.values())],
    )
    plot.update_yaxes(autorange="reversed", ticks="")
    first = next(iter(shares))
    key = "title" if "policy" in shares and first != "policy" else "title_without"
    title = text[key].format(
        year=last,
        first=names[first],
        share=labels[0],
        policy=written(shares.get("policy"), "share", language),
    )
    table = pd.DataFrame(
        [[names[name], share] for name, share in shares.items()],
        columns=[text["component"], text["share"]],
        dtype=object,
    )
    return Figure(
        title, plot, caption(run, language, "none", ("variance",)), table, ["share"] * len(shares)
    )


def variance_shares(run: Run) -> dict[str, float]:
    """Shares of the variance by component, the largest first; without those not estimated."""
    if not run.has("variance"):
        return {}
    rows = run.table("variance").dropna(subset=["share"])
    rows = rows.sort_values(["share", "component"], ascending=[False, True])
    return {str(row.component): float(row.share) for row in rows.itertuples()}
