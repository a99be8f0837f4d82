"""`sanjin verify DIR`: is every file as the run left it?"""

import typer

from scenarios.commands import options
from scenarios.commands.guard import UNUSABLE_INPUT


def verify(folder: options.RunPath, *, lang: options.Language = options.Lang.en) -> None:
    """Hash a run folder again, offline, and name every file that changed."""
    from results.record import verify as problems_of
    from scenarios.commands.screen import show
    from scenarios.words import say

    problems = problems_of(folder)
    for problem in problems:
        show(problem)
    if problems:
        raise typer.Exit(UNUSABLE_INPUT)
    show(say("verified", lang.value))
