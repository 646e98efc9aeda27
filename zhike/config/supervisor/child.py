"""One child process: started, listened to, started again when it crashes, stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from zhike.config.embedded.orphans import die_with_parent

FIRST_PAUSE = 1.0  # seconds before the first restart; doubled up to the longest
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0

Say = Callable[[str, str], None]
"""Writes one line of one child: name, text."""


class Child:
    """A program that should run until told otherwise."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], say: Say
    ) -> None:
        self.name = name
        self._command = list(command)
        self._environment = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
        self._say = say
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self._again_at = 0.0

    def start(self) -> None:
        """Start the program; its output is read line by line by a thread."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            bufsize=1,
            env=self._environment,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only sets a flag of the kernel
        )
        assert self._process.stdout is not None
        self._reader = threading.Thread(
            target=self._listen, args=(self._process.stdout,), daemon=True
        )
        self._reader.start()

    def _listen(self, output: IO[str]) -> None:
        for line in output:
            self._say(self.name, line.rstrip("\n"))
        output.close()

    @property
    def running(self) -> bool:
        """Whether the program lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def code(self) -> int | None:
        """The exit code once the program has ended."""
        return None if self._process is None else self._process.poll()

    def look_after(self) -> None:
        """Start a crashed program again, each time after a longer pause; a minute of health resets the pause."""
        if self.running:
            if time.monotonic() - self._started > HEALTHY_AFTER:
                self._pause = FIRST_PAUSE
            return
        now = time.monotonic()
        if not self._again_at:
            code = self._process.returncode if self._process else None
            self._say(
                self.name, f"ended unexpectedly (code {code}); starts again in {self._pause:.0f} s"
            )
            self._again_at = now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        elif now >= self._again_at:
            self._again_at = 0.0
            self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM; the program finishes what it is doing."""
        if self.running and self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def wait(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then kill."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._say(self.name, "did not stop in time and was ended")
            self._process.kill()
            self._process.wait()
        if self._reader is not None:
            self._reader.join(2)


def python(*words: str) -> list[str]:
    """The command that runs a Python module of this environment."""
    return [sys.executable, "-m", *words]
