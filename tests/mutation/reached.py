"""Which lines of the mutated files a test reaches: a mutant is shown only to tests that run the place of the change."""

import sys
import threading
from types import FrameType, TracebackType
from typing import Any, Self

Lines = set[tuple[str, int]]


class Reached:
    """Collects `(file, line)` while it is open."""

    def __init__(self, files: frozenset[str]) -> None:
        self.files = files
        self.lines: Lines = set()

    def __enter__(self) -> Self:
        threading.settrace(self._called)
        sys.settrace(self._called)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def _called(self, frame: FrameType, _event: str, _value: Any) -> Any:
        if frame.f_code.co_filename not in self.files:
            return None
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._at

    def _at(self, frame: FrameType, _event: str, _value: Any) -> Any:
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._at
