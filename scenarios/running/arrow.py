"""Tables as Arrow bytes and back: the same table gives the same bytes."""

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


_BLOCK = 64
"""Tables that are copied into one piece at a time."""


def encode(tables: "Mapping[str, pd.DataFrame]") -> dict[str, bytes]:
    """Each table as an Arrow stream, compressed."""
    return {name: _encoded(table) for name, table in sorted(tables.items())}


def decode(part: bytes) -> "pd.DataFrame":
    """The table of an Arrow stream that `encode` made."""
    import pyarrow as pa

    with pa.ipc.open_stream(part) as reader:
        return reader.read_pandas()


def joined(parts: Iterable[bytes]) -> "pd.DataFrame":
    """The tables of many streams, one under the other."""
    import pandas as pd
    import pyarrow as pa

    blocks: list[pa.Table] = []
    few: list[pa.Table] = []
    for part in parts:
        with pa.ipc.open_stream(part) as reader:
            few.append(reader.read_all())
        # Thousands of small pieces of memory cost several times what they hold.
        if len(few) == _BLOCK and len({table.schema for table in few}) == 1:
            blocks.append(pa.concat_tables(few).combine_chunks())
            few = []
    blocks += few
    if len({table.schema for table in blocks}) == 1:
        whole = pa.concat_tables(blocks).combine_chunks()
        del blocks, few
        return whole.to_pandas(self_destruct=True, split_blocks=True)
    # A column that is empty in one pair has no type there; pandas finds the one of the others.
    return pd.concat([table.to_pandas() for table in blocks], ignore_index=True)


def _encoded(table: "pd.DataFrame") -> bytes:
    import pyarrow as pa

    plain = pa.Table.from_pandas(table, preserve_index=False)
    buffer = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(buffer, plain.schema, options=options) as writer:
        writer.write_table(plain)
    return buffer.getvalue()
