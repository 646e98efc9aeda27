"""Runs the checks and prints a line for each."""

import os
from collections.abc import Iterable
from pathlib import Path

from zhike.config.doctor import machine
from zhike.config.doctor.finding import Check, Finding
from zhike.config.embedded.lock import HomeLock
from zhike.config.embedded.places import Places
from zhike.config.home import home_path
from zhike.config.refusal import Refusal, terminal_language
from zhike.kit.language import Text, say

_MARKS = {"good": "✓", "warning": "!", "bad": "✗"}


def examine() -> int:
    """Print what is right and wrong; 1 when something is bad."""
    home = home_path()
    findings = [check() for check in machine.checks(home)]
    _print(findings)
    inside = _examine_inside(home)
    _print(inside)
    return int(any(found.state == "bad" for found in findings + inside))


def _examine_inside(home: Path) -> list[Finding]:
    from zhike.config.installation import installation

    if not home.exists() and not os.environ.get("DATABASE_URL"):
        return []
    running = HomeLock(Places(home).lock).holder().get("port")
    if running:
        os.environ.setdefault("PORT", str(running))
    try:
        with installation():
            from zhike.config.doctor import inside

            return [_guarded(check) for check in inside.checks()]
    except Refusal as refusal:
        return [Finding("bad", Text("database", "数据库"), refusal.sentence())]


def _guarded(check: Check) -> Finding:
    """A check that fails is itself a finding."""
    from django.db import DatabaseError

    try:
        return check()
    except DatabaseError as error:
        name = check.__name__.strip("_").replace("_", " ")
        mend = Text("run `zhike migrate`", "请运行 zhike migrate")
        return Finding("bad", Text(name, name), str(error).splitlines()[0], mend)


def _print(findings: Iterable[Finding]) -> None:
    language = terminal_language()
    for found in findings:
        line = f"{_MARKS[found.state]} {say(found.what, language)}: {found.seen}"
        print(line + (f" → {say(found.mend, language)}" if found.mend else ""))
