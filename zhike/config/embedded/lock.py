"""One home, one running copy: a lock the kernel lets go when its holder dies, however it dies."""

import fcntl
import json
import os
from pathlib import Path

from zhike.config.refusal import Refusal


class HomeLock:
    """Taken for as long as the object is open. The file tells others who holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self, **note: object) -> bool:
        """Take the lock without waiting; `note` (such as the port) is shown to whoever comes second."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), **note}).encode(), 0)
        self._handle = handle
        return True

    def require(self, **note: object) -> None:
        """Take the lock or raise the `Refusal` that names its holder."""
        if not self.take(**note):
            holder = self.holder()
            raise Refusal(
                "Zhike is already running on {home} (process {pid}): stop it first, or choose another ZHIKE_HOME.",
                "知客已在 {home} 上运行（进程 {pid}）：请先停止它，或设置另一个 ZHIKE_HOME。",
                home=self.path.parent,
                pid=holder.get("pid", "?"),
            )

    def holder(self) -> dict[str, object]:
        """What the present or last holder noted."""
        try:
            found: dict[str, object] = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return found

    def release(self) -> None:
        """Let go; harmless when not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
