"""Where the server's files lie: data and logs in the home, the socket where its path is short enough.

A socket path may have 107 bytes, and as root the server's user cannot enter the home; in both cases the socket folder
gets a short path named by a hash of the home.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from zhike.config.embedded.os_user import OsUser
from zhike.config.refusal import Refusal

PORT = "5432"
_SOCKET_LIMIT = 107
_SOCKET_NAME = f"/.s.PGSQL.{PORT}.lock"


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of one home's server."""

    home: Path

    @property
    def data(self) -> Path:
        """The data folder of the cluster."""
        return self.home / "postgres"

    @property
    def start_log(self) -> Path:
        """What the server said while starting; later messages are in `postgres/log`."""
        return self.home / "postgres-start.log"

    @property
    def lock(self) -> Path:
        """Held by the one process that runs this home."""
        return self.home / "lock"


def socket_folder(home: Path, user: OsUser | None) -> Path:
    """A folder of mode 0700 that belongs to the server's user. Raises `Refusal` when somebody else sits on it."""
    for folder in _candidates(home, user):
        if len(os.fsencode(folder)) + len(_SOCKET_NAME) > _SOCKET_LIMIT:
            continue
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            if user is not None and folder.lstat().st_uid == os.geteuid():
                os.chown(folder, user.uid, user.gid, follow_symlinks=False)
        except OSError:
            continue
        _check(folder, os.geteuid() if user is None else user.uid)
        return folder
    raise Refusal(
        "There is no folder for the database's socket: make /tmp writable, or choose a shorter ZHIKE_HOME.",
        "找不到可放置数据库套接字的目录：请使 /tmp 可写，或设置更短的 ZHIKE_HOME。",
    )


def _candidates(home: Path, user: OsUser | None) -> list[Path]:
    short = f"zhike-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    if user is not None:
        return [Path("/run") / short, Path("/tmp") / short]  # noqa: S108 - checked by `_check`
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return [
        home / "run",
        *([Path(runtime) / short] if runtime else []),
        Path("/tmp") / f"{short}-{os.geteuid()}",  # noqa: S108 - checked by `_check`
    ]


def _check(folder: Path, owner: int) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise Refusal(
            "{folder} belongs to somebody else: remove it, it is where the database's socket goes.",
            "{folder} 属于其他用户：该目录用于数据库套接字，请将其删除。",
            folder=folder,
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
