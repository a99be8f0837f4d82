"""`sanjin doctor`: is this machine fit to run it?"""

import typer

from scenarios.commands import options
from scenarios.commands.guard import UNUSABLE_INPUT


def doctor(*, json: options.Json = False) -> None:
    """Check Python, libraries, processors, memory, disk and cache; sends nothing anywhere."""
    from scenarios.commands.screen import print_entries
    from scenarios.doctor import examine

    findings = examine()
    print_entries(findings, as_json=json)
    if any(finding["state"] == "unfit" for finding in findings):
        raise typer.Exit(UNUSABLE_INPUT)
