"""How far a long run is: a bar with the time left on a terminal, plain lines elsewhere.

With SANJIN_PROGRESS=json every line is one JSON object for the program that started the run:
`{"note": text}`, or `{"done": 3, "total": 4, "failed": 0, "seconds_left": 2.5}` after each pair.
"""

import json
import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from scenarios.words import Language, say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Reports on standard error, so that `--json` keeps standard output to itself."""

    def __init__(
        self,
        lang: Language,
        stream: TextIO | None = None,
        *,
        quiet: bool = False,
        words: tuple[str, str] | None = None,
    ) -> None:
        self._what, self._template = words or (say("pairs", lang), say("progress", lang))
        self._lang, self._stream, self._quiet = lang, stream or sys.stderr, quiet
        self._bar: Bar | None = None
        self._total = self._done = self._before = self.failed = 0
        self._begun = self._printed = time.monotonic()
        self._for_programs = os.environ.get("SANJIN_PROGRESS") == "json" and not quiet

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop_bar()

    def say(self, key: str) -> str:
        """The words of a key in the language of this run."""
        return say(key, self._lang)

    def note(self, text: str) -> None:
        """Say what is going on in one line."""
        if self._for_programs:
            self._print(json.dumps({"note": text}, ensure_ascii=False))
        elif not self._quiet:
            self._print(text)

    def begin(self, *, total: int, done: int) -> None:
        """Start counting pairs; `done` were finished by an earlier call."""
        self._total, self._done, self._before = total, done, done
        self._begun = self._printed = time.monotonic()
        if self._for_programs:
            self._print(self._counted())
        elif done:
            self.note(say("resumed", self._lang).format(done=done, total=total))
        if self._stream.isatty() and not self._quiet and done < total:
            self._start_bar()

    def advance(self, *, failed: bool) -> None:
        """Count one more pair."""
        self._done += 1
        self.failed += failed
        if self._for_programs:
            self._print(self._counted())
        elif self._bar is not None:
            task = self._bar.task_ids[0]
            self._bar.update(task, advance=1, failed=self._failed_text())
        elif time.monotonic() - self._printed > _SECONDS_BETWEEN_LINES:
            self._printed = time.monotonic()
            self.note(self._line())

    def end(self) -> None:
        """Close the bar, or print the last line."""
        if self._bar is None and self._total > self._before and not self._for_programs:
            self.note(self._line())
        self._stop_bar()

    def seconds_left(self) -> float:
        """Expected seconds to the end, from the pairs finished since `begin`."""
        fresh = self._done - self._before
        spent = time.monotonic() - self._begun
        return spent / fresh * (self._total - self._done) if fresh else float("nan")

    def _line(self) -> str:
        left = self.seconds_left()
        return self._template.format(
            done=self._done,
            total=self._total,
            left="?" if left != left else f"{left:.0f}",
            failed=self.failed,
        )

    def _counted(self) -> str:
        left = self.seconds_left()
        counted = {"done": self._done, "total": self._total, "failed": self.failed}
        return json.dumps({**counted, "seconds_left": None if left != left else round(left, 1)})

    def _failed_text(self) -> str:
        return say("failed_count", self._lang).format(failed=self.failed)

    def _start_bar(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import (
            Progress as Bar,
        )

        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failed]}"),
            console=Console(file=self._stream),
            transient=True,
        )
        self._bar.add_task(
            self._what,
            total=self._total,
            completed=self._done,
            failed=self._failed_text(),
        )
        self._bar.start()

    def _stop_bar(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _print(self, text: str) -> None:
        if self._bar is not None:
            self._bar.console.print(text, markup=False)
        else:
            self._stream.write(f"{text}\n")
            self._stream.flush()
