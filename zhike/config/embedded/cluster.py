"""The data folder: made once, checked at every start."""

import errno
import os
import shutil
import subprocess
from pathlib import Path
from typing import Self

from zhike.config.embedded import binaries
from zhike.config.embedded.configuration import HBA, settings
from zhike.config.embedded.os_user import OsUser, give
from zhike.config.refusal import Refusal

SUPERUSER = "zhike_super"
ENOUGH_SPACE = 300 * 1024 * 1024


def make(data: Path, password: str, user: OsUser | None, scratch: Path) -> None:
    """Create the cluster at `data` with a superuser who has `password`.

    Made beside its place and renamed, so an interrupted first start leaves nothing half made. `scratch` is a private
    folder the server's user can enter.
    """
    draft = data.with_name(data.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give(draft, user)
    secret = scratch / "first-password"
    secret.unlink(missing_ok=True)
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password + "\n")
    give(secret, user)
    with FolderHandle(draft) as folder:
        command = [
            str(binaries.for_user(user) / "initdb"),
            f"--pgdata={folder.path(user)}",
            f"--username={SUPERUSER}",
            "--auth=scram-sha-256",
            f"--pwfile={secret}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=binaries.environment(),
            pass_fds=folder.handles,
            **(user.popen_options() if user else {}),
        )
    secret.unlink()
    if done.returncode != 0:
        explain(done.stderr)
        raise Refusal(
            "The database could not be made: {why}",
            "无法创建数据库：{why}",
            why=(done.stderr.strip().splitlines() or ["initdb failed"])[-1],
        )
    draft.rename(data)


def check(data: Path) -> None:
    """Raise `Refusal` when the data folder was written by another major version."""
    found = int((data / "PG_VERSION").read_text())
    if found > binaries.MAJOR:
        raise Refusal(
            "{data} was written by PostgreSQL {found}, newer than the {own} in this version of Zhike: "
            "start the newer Zhike that wrote it.",
            "{data} 由 PostgreSQL {found} 写入，比此版本知客自带的 {own} 更新：请使用写入它的新版知客。",
            data=data,
            found=found,
            own=binaries.MAJOR,
        )
    if found < binaries.MAJOR:
        raise Refusal(
            "{data} was written by PostgreSQL {found}, this version of Zhike brings {own}: "
            "export with the older Zhike and import here.",
            "{data} 由 PostgreSQL {found} 写入，此版本知客自带 {own}：请用旧版知客导出后在此导入。",
            data=data,
            found=found,
            own=binaries.MAJOR,
        )


def configure(data: Path, socket_folder: Path, user: OsUser | None, *, throwaway: bool) -> None:
    """Write the configuration anew, so a moved home or a bigger machine needs no care."""
    texts = {
        "postgresql.conf": settings(socket_folder, throwaway=throwaway),
        "postgresql.auto.conf": "# Not used: postgresql.conf is written at every start.\n",
        "pg_hba.conf": HBA,
    }
    for name, text in texts.items():
        path = data / name
        path.write_text(text)
        path.chmod(0o600)
        give(path, user)


def check_space(home: Path) -> None:
    """Raise `Refusal` before the server would stop half-way for want of room."""
    if shutil.disk_usage(home).free < ENOUGH_SPACE:
        raise disk_full(home)


def disk_full(home: Path) -> Refusal:
    """The sentence for a full disk."""
    return Refusal(
        "The disk that holds {home} is full: free at least {space} MB and start again.",
        "{home} 所在磁盘已满：请至少释放 {space} MB 空间后重新启动。",
        home=home,
        space=ENOUGH_SPACE // 1024 // 1024,
    )


def explain(said: str, home: Path | None = None) -> None:
    """Raise the `Refusal` that fits what the server said, if one is known."""
    if os.strerror(errno.ENOSPC) in said:
        raise disk_full(home or Path())


class FolderHandle:
    """An open folder handed to the server, so that it needs no right to enter the folders above."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.handles: tuple[int, ...] = ()

    def __enter__(self) -> Self:
        self.handles = (os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY),)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.handles[0])

    def path(self, user: OsUser | None) -> str:
        """How the server names the folder: by handle when it runs as another user, else by its path."""
        return str(self.folder) if user is None else f"/proc/self/fd/{self.handles[0]}"
