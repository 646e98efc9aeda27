"""The command `zhike`: finds the subcommand, prints refusals as one sentence, nothing else.

Each file in `commands/` is one subcommand with `SUMMARY`, `arguments(parser)` and `run(args)`.
"""

import argparse
import errno
import os
import sys
from importlib import import_module

from zhike import __version__
from zhike.config.embedded.cluster import disk_full
from zhike.config.home import home_path
from zhike.config.refusal import Refusal, terminal_language
from zhike.kit.errors import ZhikeError

COMMANDS = {
    "run": "run",
    "demo": "demo",
    "import": "import_file",
    "export": "export_file",
    "reindex": "reindex",
    "audit": "audit",
    "rights": "rights",
    "user": "user",
    "migrate": "migrate",
    "doctor": "doctor",
    "worker": "worker",
    "live": "live",
    "manage": "manage",
}


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(prog="zhike", description="Zhike, the customer platform.")
    whole.add_argument("--version", action="version", version=f"zhike {__version__}")
    parts = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name in COMMANDS.items():
        module = import_module(f"zhike.config.commands.{module_name}")
        part = parts.add_parser(
            name, help=module.SUMMARY, description=module.SUMMARY, add_help=name != "manage"
        )
        module.arguments(part)
        part.set_defaults(run=module.run)
    return whole


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 1 after a refusal, 130 after Ctrl-C."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["manage"]:  # everything after it belongs to Django
        words = ["manage", "--", *words[1:]]
    args = parser().parse_args(words)
    try:
        code: int = args.run(args) or 0
    except Refusal as refusal:
        print(refusal.sentence(), file=sys.stderr)
        return 1
    except ZhikeError as error:
        language = terminal_language()
        print(error.message(language), file=sys.stderr)
        for problem in error.problems:
            place = ".".join(map(str, problem.loc))
            print(f"  {place}: {problem.message(language)}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(disk_full(home_path()).sentence(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code
