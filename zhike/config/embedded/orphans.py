"""Make child processes end with their starter, even when it is killed without a chance to say goodbye."""

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """A function for `Popen(preexec_fn=…)`: the kernel sends `sign` when the starter dies. Linux only, else None.

    Popen calls it after the change of user, which matters: that change would clear the wish.
    """
    libc = _libc
    if libc is None:
        return None

    def ask_the_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(sign))

    return ask_the_kernel
