"""`sanjin verify DIR`: is every file as the run left it?"""

import typer

from scenarios.commands import options
from scenarios.commands.guard import UNUSABLE_INPUT


def verify(folder: options.RunPath, *, lang: options.Language = options.Lang.en) -> None:
    """Hash a run folder, or the ledger, again, offline, and name everything that changed."""
    from results.forecast_ledger import check, is_ledger
    from results.record import verify as hashed_again
    from scenarios.commands.screen import show
    from scenarios.words import say

    problems = check(folder) if is_ledger(folder) else hashed_again(folder)
    for problem in problems:
        show(problem)
    if problems:
        raise typer.Exit(UNUSABLE_INPUT)
    show(say("verified", lang.value))
