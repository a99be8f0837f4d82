"""What office files have in common: text that their XML can hold, and archives without a clock."""

import io
import re
import zipfile
from collections.abc import Mapping

UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 forbids."""

NO_TIME = (1980, 1, 1, 0, 0, 0)


def printable(text: str) -> str:
    """Text without the characters that no office file can hold."""
    return UNPRINTABLE.sub("\ufffd", text)


def timeless(archive: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """An office file packed again without times, so that the same run gives the same bytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, replaced.get(name, old.read(name)))
    return packed.getvalue()
