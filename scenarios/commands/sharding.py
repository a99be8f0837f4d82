"""`--shard i/n` of `forecast` and `run`: one part of a run, which `merge` puts to the others."""

from pathlib import Path

import typer

from scenarios.commands.failures import list_failures
from scenarios.commands.guard import FAILED_RUNS
from scenarios.commands.options import worker_count
from scenarios.commands.screen import print_json, show
from scenarios.inputs.plan import Plan
from scenarios.running.elsewhere import Elsewhere
from scenarios.running.progress import Progress
from scenarios.words import Language, say


def run_shard_and_print(  # noqa: PLR0913 - one parameter a choice of the user
    plan: Plan,
    out: Path | None,
    workers: int,
    lang: Language,
    *,
    as_json: bool,
    elsewhere: Elsewhere,
) -> None:
    """Run a shard into a folder of its own and say what came of it; exits with 3 on failures."""
    from scenarios.running.shards import run_shard

    assert elsewhere.shard is not None
    with Progress(lang) as progress:
        done = run_shard(
            plan, elsewhere.shard, out, worker_count(workers), progress, elsewhere.scheduler
        )
    found = {
        "shard": str(elsewhere.shard),
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
