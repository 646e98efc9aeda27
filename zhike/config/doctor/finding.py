"""What one check found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from zhike.kit.language import Text

State = Literal["good", "warning", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at, `seen` is what was found, `mend` says what to do unless it is good."""

    state: State
    what: Text
    seen: str
    mend: Text | None = None


Check = Callable[[], Finding]


def judge(
    good: bool, what: tuple[str, str], seen: object, mend: tuple[str, str], *, bad: State = "bad"
) -> Finding:
    """A finding that is good or has a mend."""
    return Finding("good" if good else bad, Text(*what), str(seen), None if good else Text(*mend))
