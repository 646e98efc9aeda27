"""What a start does once: tables, the first administrator, the demo. A process of its own, so later starts skip Django.

The note `sign_in` in the home is what every start prints; it holds a password in a demo only.
"""

import sys
from pathlib import Path

from zhike.config.home import SIGN_IN, command, home_path, write_private

ADMINISTRATOR = "admin@zhike.local"


def main() -> int:
    """Do what is missing. The database must be running."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
    import django

    django.setup()
    from zhike.config.database.migrate import migrate

    migrate()
    demo = "--demo" in sys.argv
    _first_administrator(home_path(), demo=demo)
    if demo:
        from zhike.config.demo.load import load_once

        load_once()
    return 0


def _first_administrator(home: Path, *, demo: bool) -> None:
    from zhike.config.people import make_user
    from zhike.platform.identity.models import User

    if User.objects.exists():
        return
    password = make_user(ADMINISTRATOR, "administrator", name="管理员" if demo else "Administrator")
    again = f"Forgotten? {command(f'user password {ADMINISTRATOR}')}"
    shown = f"Sign in as {ADMINISTRATOR} with the password {password}"
    write_private(
        home / SIGN_IN, "\n".join([shown if demo else f"Sign in as {ADMINISTRATOR}", again])
    )
    if not demo:
        print(f"{shown}   (shown this once)")


if __name__ == "__main__":
    sys.exit(main())
