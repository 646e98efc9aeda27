"""`zhike migrate`: bring the tables up to date, as the owner, one process at a time."""

import argparse

SUMMARY = "bring the tables up to date"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    """Migrate, then give and take rights on what is new."""
    from zhike.config.installation import installation

    with installation(new=True):
        from zhike.config.database.migrate import migrate

        migrate()
    return 0
