"""The folder that holds everything one installation owns: its secrets, its database, its logs.

Imports nothing of Django, because settings read it.
"""

import os
import secrets
import shlex
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SIGN_IN = "sign_in"
"""Note in the home: what every start prints about signing in."""
MIGRATED = "migrated"
"""Note in the home: the fingerprint of the migrations its database has had, and " demo" when it holds the demo."""


def home_path() -> Path:
    """`ZHIKE_HOME`, or `.home` beside the project. The folder need not exist yet."""
    chosen = os.environ.get("ZHIKE_HOME")
    return Path(chosen).expanduser().absolute() if chosen else PROJECT / ".home"


def command(words: str) -> str:
    """A command of ours as it must be typed to reach the home in use: `zhike user password a@b.c`."""
    home = home_path()
    place = "" if home == PROJECT / ".home" else f"ZHIKE_HOME={shlex.quote(str(home))} "
    return f"{place}.venv/bin/zhike {words}"


def demo_wanted() -> bool:
    """Whether `ZHIKE_DEMO` asks for the demo; `0` or nothing does not."""
    return os.environ.get("ZHIKE_DEMO", "") in {"1", "true", "yes"}


def make_home(home: Path) -> None:
    """Create the folder, readable by its owner alone. Raises `OSError` when that is impossible."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write `text` so that a crash leaves the old or the new file, and no one else can read either."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def secret_key(home: Path) -> str:
    """`SECRET_KEY`, or one generated on first use and kept in the home."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = home / "secret_key"
    if not path.exists():
        make_home(home)
        draft = path.with_name(f"secret_key.{os.getpid()}.new")
        write_private(draft, secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # two first starts at once: the first link wins, both read it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
