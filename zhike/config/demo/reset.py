"""Takes a demo away, with everything that was done in it, so that the next start makes it anew."""

import os
import shutil
from pathlib import Path

from zhike.config.embedded.lock import HomeLock
from zhike.config.embedded.places import Places
from zhike.config.home import MIGRATED, SIGN_IN
from zhike.config.refusal import Refusal


def require_demo(home: Path) -> None:
    """Raise `Refusal` unless the home holds a demo in the database that comes along."""
    note = home / MIGRATED
    if os.environ.get("DATABASE_URL"):
        raise Refusal(
            "This demo is in the database of DATABASE_URL: give it an empty database there.",
            "演示数据位于 DATABASE_URL 所指的数据库：请在那里换一个空数据库。",
        )
    if not note.exists() or not note.read_text().endswith(" demo"):
        raise Refusal(
            "{home} holds no demo. Nothing was removed.",
            "{home} 中没有演示数据，未删除任何内容。",
            home=home,
        )


def remove_demo(home: Path) -> None:
    """Remove the database, its files and the note of how to sign in. Raises `Refusal` while a copy runs on the home."""
    require_demo(home)
    lock = HomeLock(Places(home).lock)
    lock.require()
    try:
        (home / MIGRATED).unlink()
        (home / SIGN_IN).unlink(missing_ok=True)
        shutil.rmtree(home / "imports", ignore_errors=True)
        shutil.rmtree(home / "exports", ignore_errors=True)
        shutil.rmtree(Places(home).data)
    finally:
        lock.release()
