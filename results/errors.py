"""The one error that run folders raise: it says what is wrong, with which file, and what to do."""


class RunFolderError(RuntimeError):
    """A run folder that cannot be written, read or trusted.

    `file` is the name inside the run folder (or the folder as the user gave it), `remedy` what the
    user can do about it.
    """

    def __init__(self, problem: str, *, file: str | None = None, remedy: str | None = None) -> None:
        self.problem, self.file, self.remedy = problem, file, remedy
        super().__init__(
            ": ".join(part for part in (file, problem) if part) + (f"; {remedy}" if remedy else "")
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process with every part intact."""
        return _rebuild, (self.problem, self.file, self.remedy)


def _rebuild(problem: str, file: str | None, remedy: str | None) -> RunFolderError:
    return RunFolderError(problem, file=file, remedy=remedy)
