"""`zhike run`: everything in the foreground."""

import argparse

SUMMARY = "run web, worker, live updates and the database in the foreground"


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--demo`."""
    parser.add_argument(
        "--demo",
        action="store_true",
        help="invented customers, and a mailbox that keeps all mail here",
    )


def run(args: argparse.Namespace) -> int:
    """Until Ctrl-C."""
    from zhike.config.home import demo_wanted, home_path
    from zhike.config.supervisor.run import Copy

    return Copy(home_path(), demo=args.demo or demo_wanted()).run()
