"""`sanjin publish DIR...`: put the forecasts of finished runs into the ledger, for good."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from scenarios.commands import options

PUBLISHED = Path("results") / "published" / "ledger"

LedgerPath = Annotated[Path, typer.Option("--ledger", help="Folder of the ledger.")]
Day = Annotated[str, typer.Option("--date", help="Day of the entry, YYYY-MM-DD; by default today.")]


def publish(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Run folders.")],
    *,
    ledger: LedgerPath = PUBLISHED,
    day: Day = "",
    lang: options.Language = options.Lang.en,
) -> None:
    """Add the forecasts of run folders, with those of the rivals, to the ledger.

    Entries are dated and chained by hashes; nothing that stands there is ever changed.
    """
    from results.forecast_ledger import append, is_ledger, read
    from scenarios.commands.screen import show
    from scenarios.scoring.ledger_forecasts import forecast_body
    from scenarios.words import say

    for folder in folders:
        before = read(ledger) if is_ledger(ledger) else []
        (entry,) = append(ledger, "forecast", day or today(), [forecast_body(folder, before)])
        show(say("published", lang.value).format(number=entry.sequence, hash=entry.hash))


def today() -> str:
    """The date of this day."""
    return date.today().isoformat()
