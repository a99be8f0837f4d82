"""`sanjin report DIR`: the report again, from what the folder holds."""

from scenarios.commands import options


def report(folder: options.RunPath, *, lang: options.Language = options.Lang.en) -> None:
    """Rebuild the report of a run folder from its stored tables."""
    from results.report import write_report
    from scenarios.commands.screen import show
    from scenarios.words import say

    show(say("report_at", lang.value).format(path=write_report(folder, lang.value)))
