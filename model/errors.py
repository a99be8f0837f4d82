"""The one error that unusable input raises: it names the place, the value and the remedy."""

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """Input that cannot be used.

    `file` and `key` say where, `value` what was given, `allowed` what would do, and `nearest`
    the valid name most like the one given. Every part is optional but the problem itself.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        key: str | None = None,
        value: object = None,
        allowed: str | None = None,
        nearest: str | None = None,
    ) -> None:
        self.problem, self.file, self.key = problem, file, key
        self.value, self.allowed, self.nearest = value, allowed, nearest
        super().__init__(self._text())

    def _text(self) -> str:
        place = ": ".join(part for part in (self.file, self.key) if part)
        text = f"{place}: {self.problem}" if place else self.problem
        if self.value is not None:
            text += f" (given: {_shown(self.value)})"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.nearest:
            text += f"; did you mean '{self.nearest}'?"
        return text

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process with every part intact."""
        return _rebuild, (self.problem, dict(vars(self)))


def _rebuild(problem: str, parts: dict[str, object]) -> InputError:
    error = InputError(problem)
    error.__dict__.update(parts)
    error.args = (error._text(),)
    return error


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def nearest_name(given: str, names: Iterable[str]) -> str | None:
    """The valid name most like the one given, or None where nothing is near."""
    found = get_close_matches(given, list(names), n=1, cutoff=0.5)
    return found[0] if found else None
