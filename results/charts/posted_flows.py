"""Who paid whom for what: the year's postings as a flow chart, payer to programme to payee."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.graph_objects import Sankey

from results.figure import BLUE, COLOURS, Figure, NoData, caption, clear, layout
from results.folding import plain
from results.language import words
from results.numbers import written
from results.run import Run

ORDER = 60
LEFT_OUT = ("trend", "local_trade")
"""Tags of what would flow anyway, far larger than the rest."""
SMALLEST = 0.002
"""Flows below this share of all are in the table, not in the picture."""
TEXTS = {
    "zh": {
        "name": "资金流向",
        "title": "{year} 年趋势和本地消费以外的过账合计 {total}，付出最多的是{payer}"
        "（{share}）；住户收到 {households}",
        "payer": "付款方",
        "payee": "收款方",
        "tag": "项目",
        "kind": "类别",
        "amount": "每年平均",
        "note": "试点情形，各次模拟的平均；趋势收入与本地消费共 {trend}，不在图中；"
        "小于总额 0.2% 的流量只列在表中；本金（资本）也在图中，但不是收入。",
        "income": "住户收入",
        "other": "其他流量",
    },
    "en": {
        "name": "Posted flows",
        "title": "Flows outside trend and local spending add up to {total} in {year}; the largest "
        "payer is “{payer}” ({share}), and households receive {households}",
        "payer": "Payer",
        "payee": "Payee",
        "tag": "Programme",
        "kind": "Kind",
        "amount": "Mean per year",
        "note": "Pilot world, mean of the runs; trend income and local spending, together "
        "{trend}, are left out; flows under "
        "0.2% of the total are in the table only; principal (capital) is shown but is nobody's "
        "income.",
        "income": "household income",
        "other": "other flows",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw the flows of the last year in the pilot world."""
    text, last = TEXTS[language], run.years[-1]
    if not run.has("postings"):
        raise NoData("tables/postings.parquet")
    flows, trend = mean_flows(run, last)
    total = float(flows.amount.sum())
    if flows.empty or total <= 0.0:
        raise NoData("tables/postings.parquet: pilot")
    plot = layout(_sankey(run, language, flows), 560)
    plot.update_layout(margin={"l": 8, "r": 8, "t": 12, "b": 16})
    payers = flows.groupby("payer").amount.sum()
    received = float(flows[flows.payee == "households"].amount.sum())
    first = str(payers.idxmax())
    title = text["title"].format(
        year=last,
        total=written(total, "yuan", language),
        share=written(float(payers.max()) / total, "share", language),
        payer=run.label("account", first, language),
        households=written(received, "yuan", language),
    )
    note = text["note"].format(trend=written(trend, "yuan", language))
    return Figure(
        title,
        plot,
        caption(run, language, "none", ("postings",), note=note),
        _table(run, language, flows),
        ["yuan"] * len(flows),
        narrowest=680,
    )


def mean_flows(run: Run, year: int) -> tuple[pd.DataFrame, float]:
    """Mean yuan a year by payer, payee, kind and tag, and the sum of the tags left out."""
    rows = run.table("postings")
    rows = rows[(rows.year == year) & (rows.world == "pilot")]
    keys = ["payer", "payee", "kind", "tag"]
    flows = (rows.groupby(keys).amount.sum() / run.pairs).reset_index()
    left = flows.tag.isin(LEFT_OUT)
    kept = flows[~left & (flows.amount > 0.0)].sort_values("amount", ascending=False)
    return kept.reset_index(drop=True), float(flows[left].amount.sum())


def _sankey(run: Run, language: str, flows: pd.DataFrame) -> Plot:
    shown = flows[flows.amount >= SMALLEST * flows.amount.sum()]
    into = shown.groupby(["payer", "tag"], sort=False).amount.sum()
    out = shown.groupby(["tag", "payee"], sort=False).amount.sum()
    nodes: dict[tuple[str, str], int] = {}
    links = [(("payer", payer), ("tag", tag), amount) for (payer, tag), amount in into.items()]
    links += [(("tag", tag), ("payee", payee), amount) for (tag, payee), amount in out.items()]
    for start, end, _ in links:
        nodes.setdefault(start, len(nodes))
        nodes.setdefault(end, len(nodes))
    kinds = {"payer": "account", "payee": "account", "tag": "tag"}
    names = [plain(run.label(kinds[side], name, language)) for side, name in nodes]
    places = {"payer": COLOURS[4], "tag": COLOURS[0], "payee": COLOURS[2]}
    return Plot(
        Sankey(
            arrangement="snap",
            valueformat=",.0f",
            node={
                "label": names,
                "pad": 16,
                "thickness": 14,
                "line": {"width": 0},
                "color": [places[side] for side, _ in nodes],
                "hovertemplate": "%{label}<extra></extra>",
            },
            link={
                "source": [nodes[start] for start, _, _ in links],
                "target": [nodes[end] for _, end, _ in links],
                "value": [amount for *_, amount in links],
                "label": [written(amount, "yuan", language) for *_, amount in links],
                "color": [
                    clear(BLUE if end == ("payee", "households") else "#777777", 0.35)
                    for _, end, _ in links
                ],
                "hovertemplate": "%{source.label} → %{target.label}<br>%{label}<extra></extra>",
            },
        )
    )


def _table(run: Run, language: str, flows: pd.DataFrame) -> pd.DataFrame:
    text = TEXTS[language]
    source_words = words(language)["labels"]["source"] | words(language)["labels"]["kind"]
    rows = [
        [
            run.label("account", row.payer, language),
            run.label("tag", row.tag, language),
            run.label("account", row.payee, language),
            source_words.get(row.kind, row.kind),
            float(row.amount),
        ]
        for row in flows.itertuples()
    ]
    heads = [text["payer"], text["tag"], text["payee"], text["kind"], text["amount"]]
    return pd.DataFrame(rows, columns=heads, dtype=object)
