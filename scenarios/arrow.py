"""Tables as Arrow bytes and back: the same table gives the same bytes."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def encode(tables: "Mapping[str, pd.DataFrame]") -> dict[str, bytes]:
    """Each table as an Arrow stream, compressed."""
    return {name: _encoded(table) for name, table in sorted(tables.items())}


def decode(part: bytes) -> "pd.DataFrame":
    """The table of an Arrow stream that `encode` made."""
    import pyarrow as pa

    with pa.ipc.open_stream(part) as reader:
        return reader.read_pandas()


def _encoded(table: "pd.DataFrame") -> bytes:
    import pyarrow as pa

    plain = pa.Table.from_pandas(table, preserve_index=False)
    buffer = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(buffer, plain.schema, options=options) as writer:
        writer.write_table(plain)
    return buffer.getvalue()
