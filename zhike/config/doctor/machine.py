"""Checks that need no database: Python, disk, home, secret, pages, passwords lying about."""

import os
import shutil
import stat
import sys
from pathlib import Path

from zhike.config.doctor.finding import Check, Finding, judge
from zhike.config.home import PROJECT, command

MB = 1024 * 1024


def checks(home: Path) -> list[Check]:
    """In the order they are shown."""
    return [
        _python,
        lambda: _disk(home),
        lambda: _home(home),
        lambda: _secret(home),
        _pages,
        _address,
        lambda: _demo_password(home),
    ]


def _python() -> Finding:
    return judge(
        sys.version_info >= (3, 11),
        ("Python", "Python"),
        sys.version.split()[0],
        (
            "install Python 3.11 or newer and run `make run` again",
            "请安装 Python 3.11 或更高版本后重新运行 make run",
        ),
    )


def _disk(home: Path) -> Finding:
    place = home if home.exists() else home.parent
    free, total = shutil.disk_usage(place).free, shutil.disk_usage(place).total
    return judge(
        free > max(1024 * MB, total // 20),
        ("disk", "磁盘"),
        f"{free // MB} MB free",
        (f"free space on the disk that holds {home}", f"请清理 {home} 所在磁盘"),
        bad="bad" if free < 512 * MB else "warning",
    )


def _home(home: Path) -> Finding:
    if not home.exists():
        return judge(
            False,
            ("home", "主目录"),
            f"{home} is missing",
            ("run `make run` once", "请先运行一次 make run"),
        )
    found = home.stat()
    private = stat.S_IMODE(found.st_mode) & 0o077 == 0
    return judge(
        private and found.st_uid == os.geteuid(),
        ("home", "主目录"),
        f"{home}, mode {stat.S_IMODE(found.st_mode):04o}",
        (
            f"chmod 700 {home}, and let it belong to the user who runs Zhike",
            f"执行 chmod 700 {home}，并确保其属于运行知客的用户",
        ),
    )


def _secret(home: Path) -> Finding:
    given = os.environ.get("SECRET_KEY", "")
    if given:
        strong = len(given) >= 32 and len(set(given)) >= 10
        return judge(
            strong,
            ("secret key", "密钥"),
            "SECRET_KEY from the environment",
            (
                "set SECRET_KEY to 32 or more random characters",
                "请将 SECRET_KEY 设为至少 32 个随机字符",
            ),
        )
    path = home / "secret_key"
    kept = path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    return judge(
        kept or not path.exists(),
        ("secret key", "密钥"),
        "generated, kept in the home" if kept else "made at the first start",
        (f"chmod 600 {path}", f"执行 chmod 600 {path}"),
    )


def _pages() -> Finding:
    return judge(
        (PROJECT / "web" / "dist" / "index.html").is_file(),
        ("pages", "页面"),
        "built" if (PROJECT / "web" / "dist" / "index.html").is_file() else "not built",
        ("run `make web`", "请运行 make web"),
    )


def _address() -> Finding:
    url = os.environ.get("ZHIKE_BASE_URL", "")
    bind = os.environ.get("ZHIKE_BIND", "127.0.0.1")
    local = bind.startswith("127.") or bind in {"localhost", "::1"}
    return judge(
        local or url.startswith("https://"),
        ("address", "访问地址"),
        url or "this machine only",
        (
            "others can reach this copy: put a proxy with https before it and set ZHIKE_BASE_URL=https://…",
            "此系统可被他人访问：请在前面部署 https 代理，并设置 ZHIKE_BASE_URL=https://…",
        ),
        bad="warning",
    )


def _demo_password(home: Path) -> Finding:
    shown = (home / "sign_in").exists() and "with the password" in (home / "sign_in").read_text()
    return judge(
        not shown,
        ("demo password", "演示密码"),
        "printed at every start" if shown else "none",
        (
            f"before real use: {command('user password')} EMAIL, then remove {home / 'sign_in'}",
            f"正式使用前请执行 {command('user password')} 邮箱，并删除 {home / 'sign_in'}",
        ),
        bad="warning",
    )
