"""Reading tables out of files of any encoding, delimiter and quality, a row at a time."""

from zhike.platform.imports.reading.rows import Row, stream_rows
from zhike.platform.imports.reading.table import Table, describe

__all__ = ["Row", "Table", "describe", "stream_rows"]
