"""`--shard i/n` of `forecast` and `run`: one part of a run, which `merge` puts to the others."""

from pathlib import Path

import typer

from scenarios.commands.failures import list_failures
from scenarios.commands.guard import FAILED_RUNS
from scenarios.commands.screen import print_json, show
from scenarios.inputs.plan import Plan
from scenarios.running.design import Shard
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce
from scenarios.words import Language, say


def run_shard_and_print(
    plan: Plan,
    shard: Shard,
    out: Path | None,
    workforce: Workforce,
    lang: Language,
    *,
    as_json: bool,
) -> None:
    """Run a shard into a folder of its own and say what came of it; exits with 3 on failures."""
    from scenarios.running.shards import run_shard

    with Progress(lang) as progress:
        done = run_shard(plan, shard, out, workforce, progress)
    found = {
        "shard": str(shard),
        "fingerprint": plan.fingerprint,
        "pairs": done.pairs,
        "failed": len(done.failures),
        "path": str(done.folder.path),
    }
    if as_json:
        print_json(found)
    else:
        show(say("shard_done", lang).format(**found))
    if done.failures:
        list_failures(done.folder, done.failures, lang)
        raise typer.Exit(FAILED_RUNS)
