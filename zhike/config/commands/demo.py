"""`zhike demo`: the same as `zhike run --demo`."""

import argparse

SUMMARY = "run with invented customers, and a mailbox that keeps all mail here"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    """Until Ctrl-C."""
    from zhike.config.home import home_path
    from zhike.config.supervisor.run import Copy

    return Copy(home_path(), demo=True).run()
