"""`zhike demo`: the same as `zhike run --demo`; `--reset` takes the demo away first."""

import argparse
from pathlib import Path

SUMMARY = "run with invented customers, and a mailbox that keeps all mail here"


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--reset` and `--yes`."""
    parser.add_argument(
        "--reset", action="store_true", help="first remove the demo and everything done in it"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before removing")


def run(args: argparse.Namespace) -> int:
    """Until Ctrl-C; 1 when the question was answered with no."""
    from zhike.config.home import home_path
    from zhike.config.supervisor.run import Copy

    home = home_path()
    if args.reset and not _reset(home, sure=args.yes):
        return 1
    return Copy(home, demo=True).run()


def _reset(home: Path, *, sure: bool) -> bool:
    from zhike.config.demo.reset import remove_demo, require_demo
    from zhike.config.refusal import terminal_language
    from zhike.kit.language import Text, say

    require_demo(home)
    question = Text(
        "Remove the demo in {home} and everything done in it? [y/N] ",
        "删除 {home} 中的演示数据及其中的所有操作？[y/N] ",
    )
    asked = say(question, terminal_language()).format(home=home)
    if not sure and input(asked).strip().lower() not in {"y", "yes", "是"}:
        return False
    remove_demo(home)
    return True
