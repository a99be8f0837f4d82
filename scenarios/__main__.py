"""The command `sanjin`; `python -m scenarios` is the same.

Exit codes: 0 done, 1 unusable input, 2 wrong usage, 3 finished with failed runs, 70 a defect of
the program, 130 stopped from the keyboard.
"""

import sys
from collections.abc import Sequence

from scenarios.commands.guard import guarded


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; nothing escapes as a traceback."""
    from scenarios.commands.app import app

    return guarded(
        lambda: app(args=None if arguments is None else list(arguments), prog_name="sanjin")
    )


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run())


if __name__ == "__main__":
    main()
