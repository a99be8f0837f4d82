"""Turns every way in which a command can end into an exit code and a plain sentence."""

import errno
import os
import sys
import traceback
from collections.abc import Callable

from model.errors import InputError
from results.errors import RunFolderError

DONE, UNUSABLE_INPUT, USAGE, FAILED_RUNS, DEFECT, INTERRUPTED = 0, 1, 2, 3, 70, 130


def guarded(command: Callable[[], object]) -> int:
    """Run a command; returns its exit code. Set SANJIN_TRACEBACK to see where an error came from.

    Only a defect of the program ends in `DEFECT`, with a request to report it.
    """
    try:
        command()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE
    except (InputError, RunFolderError) as error:
        return _say(str(error), UNUSABLE_INPUT)
    except KeyboardInterrupt:
        return _say("stopped; the same command goes on from here", INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - kept open to the end
        return DONE
    except OSError as error:
        return _say(_of_the_system(error), UNUSABLE_INPUT)
    except MemoryError:
        return _say("not enough memory; try a smaller --scale", UNUSABLE_INPUT)
    except Exception as error:  # noqa: BLE001 - whatever is left is a defect, said with its own exit code
        return _say(
            f"a defect of the program: {type(error).__name__}: {error} "
            "(set SANJIN_TRACEBACK=1 to see where; please report it)",
            DEFECT,
        )
    return DONE


def _say(text: str, code: int) -> int:
    if os.environ.get("SANJIN_TRACEBACK"):
        traceback.print_exc()
    shown = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
    sys.stderr.write(f"sanjin: {shown}\n")
    return code


def _of_the_system(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    reasons = {
        errno.ENOSPC: "the disk is full; free some space and run the same command again",
        errno.EROFS: "the folder is read-only",
        errno.EACCES: "permission denied",
    }
    return place + reasons.get(error.errno or 0, error.strerror or str(error))
