"""`zhike export OBJECT FILE`: the same export as in the browser, without one."""

import argparse
import json
from pathlib import Path
from typing import Any

from zhike.config.refusal import Refusal, terminal_language

SUMMARY = "write a list to a CSV or XLSX file, for example: zhike export contact people.xlsx"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The object, the file, and which rows and columns."""
    parser.add_argument("object", help="what the rows are: contact, company, order, …")
    parser.add_argument("file", type=Path)
    parser.add_argument("--filter", default="", metavar="JSON", help="only rows of this filter")
    parser.add_argument("--sort", default="", help="for example -updated_at,name")
    parser.add_argument(
        "--fields", default="", help="columns by field key: name,email,custom.level"
    )
    parser.add_argument("--as", dest="email", default="", help="export with this person's rights")
    parser.add_argument(
        "--encoding", choices=("utf-8-bom", "utf-8", "gb18030"), default="utf-8-bom"
    )


def run(args: argparse.Namespace) -> int:
    """Export and tell how many rows."""
    from zhike.config.installation import installation

    chosen = _filter(args.filter)
    with installation():
        from zhike.platform.exports.command import export_file
        from zhike.platform.exports.sources import Asked

        fields = tuple(part for part in args.fields.split(",") if part)
        asked = Asked(args.object, chosen, None, args.sort, fields)
        rows = export_file(
            asked,
            args.file,
            email=args.email,
            encoding=args.encoding,
            language=terminal_language(),
        )
        print(f"{rows:,} rows: {args.file}")
    return 0


def _filter(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refusal(f"--filter is no JSON: {error}", f"--filter 不是 JSON：{error}") from None
    if not isinstance(found, dict):
        raise Refusal("--filter must be a JSON object", "--filter 必须是 JSON 对象")
    return found
