"""Who runs the server when this program runs as root: PostgreSQL refuses root, so an unprivileged user does.

The server reaches its data through an inherited folder handle, so the home itself stays closed to that user.
"""

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAME = "zhike"
_ACCOUNTS = "/etc/passwd"
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class OsUser:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Arguments that make `subprocess` give up root before the program starts."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def database_user(data: Path) -> OsUser | None:
    """Who must run the server on `data`, or None for "the user of this process".

    As root: the owner of existing data, else the system user `zhike` (made when possible), else `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        entry = pwd.getpwuid(owner)
        return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    return _find(_NAME) or _create() or _find(_NOBODY)


def _find(name: str) -> OsUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _create() -> OsUser | None:
    useradd = shutil.which("useradd")
    if useradd is None:
        return None
    with open(_ACCOUNTS, "rb") as accounts:  # noqa: PTH123 - held open for its lock
        # Two `useradd` of one name at once both succeed, and the number of the first is forgotten.
        fcntl.flock(accounts, fcntl.LOCK_EX)
        if (made := _find(_NAME)) is not None:
            return made
        options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([useradd, *options, _NAME], capture_output=True, check=False)
        return _find(_NAME)


def may_enter(folder: Path, user: OsUser) -> bool:
    """Whether the mode bits let `user` read `folder` and pass every folder above it."""
    for step in (folder, *folder.parents):
        found = step.stat()
        if found.st_uid == user.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == user.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def give(path: Path, user: OsUser | None) -> None:
    """Make `path` belong to `user`; nothing to do when the process is that user already."""
    if user is not None:
        os.chown(path, user.uid, user.gid)
