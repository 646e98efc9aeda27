"""How fast mail may go out."""

import time


class Pace:
    """Lets at most `rate` through a second, evenly: a quarter of a second's worth at once, at least one."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._most = max(1.0, rate / 4)
        self._saved = 1.0
        self._at = time.monotonic()

    def take(self, wanted: int) -> int:
        """How many of `wanted` may go now."""
        self._save()
        count = min(wanted, int(self._saved))
        self._saved -= count
        return count

    def pause(self) -> float:
        """Seconds until the next one may go; 0 when it may."""
        self._save()
        return max(0.0, (1 - self._saved) / self._rate)

    def _save(self) -> None:
        moment = time.monotonic()
        self._saved = min(self._most, self._saved + (moment - self._at) * self._rate)
        self._at = moment
