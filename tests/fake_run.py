"""A made-up but plausible run folder, so that charts and reports can be tested without a run."""

from pathlib import Path

import numpy as np
import pandas as pd
from fake_background import (
    assumptions_table,
    audit_table,
    conflicts_table,
    labels_table,
    references_table,
)
from fake_sensitivity import sensitivity_tables
from fake_studies import study_tables
from fake_summary import levels_table, summary_of
from fake_tables import (
    DRAWS,
    SEEDS,
    ablations_table,
    checks_table,
    gains_table,
    indicators_table,
    postings_table,
    targets_table,
    variance_table,
    villages_table,
)

from results.record import RunSpec, build_record
from results.run_folder import RunFolder

WARNING = "one seed: the share of chance is not estimated"


def fake_run(
    path: Path,
    *,
    scenario: str = "plan",
    county: str = "yueqing",
    warning: str = WARNING,
    label: str = "",
    url: str = "https://example.org/plan",
    finish: bool = True,
) -> Path:
    """Write a complete run folder; `label` and `url` are put wherever a user's text can stand."""
    spec = RunSpec(
        scenario=scenario,
        scenario_text=f"name = '{label or scenario}'\n",
        county=county,
        pack_fingerprint="ab12" * 16,
        evidence="ex-ante",
        draws=DRAWS,
        seeds=SEEDS,
        scale=0.1,
    )
    folder = RunFolder.create(path, spec.fingerprint)
    tables = _tables(label, url, county)
    summary = summary_of(tables["indicators"], folder.fingerprint, scenario, county, warning)
    tables["levels"] = levels_table(summary)
    for name, frame in tables.items():
        folder.write_table(name, frame)
    folder.write_json("summary", summary)
    folder.write_csv("summary", tables["levels"])
    folder.write_json("run", build_record(spec, folder.hashes(), {"seconds": 151.0}))
    if finish:
        folder.complete()
    return path


def _tables(label: str, url: str, county: str) -> dict[str, pd.DataFrame]:
    rents = np.linspace(500.0, 900.0, len(DRAWS))
    source = ("plan_2022", label or "乐政发〔2022〕25号", url, "2022-09-23")
    return {
        "indicators": indicators_table(),
        "villages": villages_table(),
        "postings": postings_table(label),
        "draws": pd.DataFrame(
            {"draw": DRAWS, "parameter": "land.rent_yuan_per_mu", "value": rents}
        ),
        "gains": gains_table(label),
        "targets": targets_table(),
        "variance": variance_table(),
        "checks": checks_table(label),
        "ablations": ablations_table(),
        "conflicts": conflicts_table(label),
        "references": references_table(),
        "audit": audit_table(label),
        "assumptions": assumptions_table(label),
        "sources": pd.DataFrame([source], columns=["tag", "title", "url", "date"]),
        "labels": labels_table(label, county),
        **study_tables(),
        **sensitivity_tables(),
    }
