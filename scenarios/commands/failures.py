"""Says which pairs failed, and where each can be seen to fail again."""

import typer

from results.run_folder import RunFolder
from scenarios.running.failure import Failure
from scenarios.words import Language, say


def list_failures(folder: RunFolder, failures: list[Failure], lang: Language) -> None:
    """Say what failed and where the file of each failed pair is."""
    from scenarios.running.run_files import write_failures

    place = write_failures(folder, failures)
    text = say("failures", lang).format(failed=len(failures), file=place)
    typer.echo(text, err=True)
    for failure in failures[:5]:
        line = (
            f"  draw {failure.job.draw} seed {failure.job.seed}: {failure.kind}: "
            f"{failure.message.splitlines()[0] if failure.message else ''}"
        )
        typer.echo(line, err=True)
