"""`zhike import OBJECT FILE`: the same import as in the browser, without one."""

import argparse
from pathlib import Path

from zhike.config.refusal import terminal_language

SUMMARY = "import a CSV or XLSX file, for example: zhike import contact people.csv"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The object and the file."""
    parser.add_argument("object", help="what the rows are: contact, company, order, …")
    parser.add_argument("file", type=Path)
    parser.add_argument("--as", dest="email", default="", help="import as this person")
    parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")


def run(args: argparse.Namespace) -> int:
    """Import and tell what happened; 1 when rows were refused."""
    from zhike.config.installation import installation

    with installation():
        from zhike.platform.imports.command import import_file

        return import_file(
            args.object,
            args.file,
            email=args.email,
            dry_run=args.dry_run,
            language=terminal_language(),
        )
