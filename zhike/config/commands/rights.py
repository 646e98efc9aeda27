"""`zhike rights …`: roles and sharing rules as a file, for moving them between installations."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from zhike.config.refusal import Refusal

SUMMARY = "roles and sharing rules as a file: export [FILE], diff FILE, import FILE"


def arguments(parser: argparse.ArgumentParser) -> None:
    """`export`, `diff` and `import`."""
    parts = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    export = parts.add_parser("export", help="write them to a file; otherwise printed")
    export.add_argument("file", nargs="?")
    parts.add_parser("diff", help="tell what importing would change").add_argument("file")
    parts.add_parser("import", help="make rights those of the file").add_argument("file")


def run(args: argparse.Namespace) -> int:
    """Do the verb; `diff` ends with 1 where there are differences."""
    from zhike.config.installation import installation

    with installation():
        from zhike.platform.identity.actor import OPERATOR
        from zhike.platform.rights.portable import differences, take_over, written_out

        if args.verb == "export":
            text = json.dumps(written_out(OPERATOR), ensure_ascii=False, indent=2) + "\n"
            if args.file is None:
                sys.stdout.write(text)
            else:
                Path(args.file).write_text(text, encoding="utf-8")
            return 0
        document = _document(Path(args.file))
        rows = (differences if args.verb == "diff" else take_over)(OPERATOR, document)
        for row in rows:
            sign = "+" if row.before is None else "-" if row.after is None else "~"
            print(f"{sign} {row.kind} {row.key}")
        if not rows:
            print("no difference")
        return 1 if rows and args.verb == "diff" else 0


def _document(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read: {error}", f"无法读取 {path}：{error}") from None
    return found if isinstance(found, dict) else {}
