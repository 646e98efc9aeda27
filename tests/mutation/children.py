"""Forked children that run tests: started, waited for, and ended when they take too long."""

import os
import signal
import time
from collections.abc import Callable


def forked(work: Callable[[], int]) -> int:
    """Do the work in a child, silently, and end it with the code returned; returns its process id."""
    child = os.fork()
    if child:
        return child
    code = 3
    try:
        os.setpgid(0, 0)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        code = work()
    finally:
        os._exit(code)


def waited(child: int, patience: float) -> int:
    """The exit code of a child; one that takes too long is ended, and counts as a failure (-1)."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1
