"""The one readable log: each line starts with the name of who said it."""

import sys
import threading

_COLOURS = {"database": 34, "web": 32, "worker": 35, "live": 36, "mailbox": 33, "zhike": 1}
_WIDTH = 8
_lock = threading.Lock()


def say(name: str, text: str) -> None:
    """Write one line; a broken pipe (the terminal is gone) is no reason to stop."""
    prefix = f"{name:<{_WIDTH}} |"
    if sys.stdout.isatty():
        prefix = f"\x1b[{_COLOURS.get(name, 0)}m{prefix}\x1b[0m"
    with _lock:
        try:
            print(prefix, text, flush=True)
        except (BrokenPipeError, ValueError):
            pass
