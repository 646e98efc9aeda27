"""`zhike audit …`: whether the log is as it was written; for the operator at the machine."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zhike.config.refusal import Refusal

if TYPE_CHECKING:
    from zhike.platform.changes.seals import Checkpoint

SUMMARY = "the log of changes: verify [--checkpoint FILE], checkpoint [FILE], review FILE"
REVIEWS: Final = {
    "genuine": "{path} is genuine: “{name}”, closed {at}",
    "altered": "{path} was altered, or signed with another secret key",
    "unknown": "{path} is signed with our key, but the log knows of no such result",
    "unreadable": "{path} is not the result of an access review",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """`verify`, `checkpoint` and `review`."""
    parts = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = parts.add_parser("verify", help="go through every sealed row; ends with 1 at a finding")
    check.add_argument("--checkpoint", metavar="FILE", help="also hold it against this checkpoint")
    write = parts.add_parser("checkpoint", help="verify, then write the newest seal down")
    write.add_argument("file", nargs="?", help="append to this file; otherwise printed")
    result = parts.add_parser("review", help="whether the result of an access review is genuine")
    result.add_argument("file", help="the downloaded result")


def run(args: argparse.Namespace) -> int:
    """Do the verb."""
    from zhike.config.installation import installation

    with installation():
        from zhike.kit.language import filled
        from zhike.platform.changes.seals import FINDINGS, unsealed, verify

        if args.verb == "review":
            return _review(Path(args.file))
        given = getattr(args, "checkpoint", None)
        found = verify(_checkpoint(Path(given)) if given else None)
        if found.finding is not None:
            facts = {"row": found.finding.row, "seal": found.finding.seal}
            what = filled(FINDINGS[found.finding.kind], facts).en
            print(f"{what}; {found.rows} rows before it are as they were written", file=sys.stderr)
            return 1
        waiting, since = unsealed()
        line = f"{found.last} {found.mark}"
        if args.verb == "verify":
            print(f"{found.rows} rows in {found.seals} seals are as they were written")
            if waiting:
                print(
                    f"{waiting} rows wait for their seal, the oldest since {since:%Y-%m-%d %H:%M:%S %Z}"
                )
        elif args.file is None:
            print(line)
        else:
            with Path(args.file).open("a") as file:
                file.write(line + "\n")
    return 0


def _review(path: Path) -> int:
    """0 when the file is the genuine result of an access review, else 1."""
    from zhike.platform.rights.reviews.result import verdict_on

    try:
        verdict = verdict_on(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read: {error}", f"无法读取 {path}：{error}") from None
    genuine = verdict.kind == "genuine"
    facts = {"path": path, "name": verdict.name, "at": verdict.closed_at}
    print(REVIEWS[verdict.kind].format(**facts), file=sys.stdout if genuine else sys.stderr)
    return 0 if genuine else 1


def _checkpoint(path: Path) -> "Checkpoint":
    """The last line of the file."""
    from zhike.platform.changes.seals import Checkpoint

    try:
        number, mark = path.read_text().strip().splitlines()[-1].split()
        return Checkpoint(int(number), mark)
    except (OSError, ValueError, IndexError) as error:
        raise Refusal(
            f"{path} holds no checkpoint: {error}", f"{path} 中没有检查点：{error}"
        ) from None
