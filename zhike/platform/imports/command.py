"""The import of the command line: the same as in the browser, in this process, with its progress on the terminal."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.db import transaction

from zhike.kit.language import Language
from zhike.platform.identity.actor import OPERATOR, Actor
from zhike.platform.identity.models import User
from zhike.platform.imports import actions
from zhike.platform.imports.error_file import error_lines
from zhike.platform.imports.errors import MissingFile, MissingPerson, UnmappedFile
from zhike.platform.imports.headings import Headings
from zhike.platform.imports.made import described
from zhike.platform.imports.models import Import
from zhike.platform.imports.preview import Preview, preview_import
from zhike.platform.imports.run import RESULTS, run_import
from zhike.platform.jobs.progress import Watched, start_progress

_CHUNK: Final = 1 << 20
_SHOWN: Final = 20


class _OnTerminal(Watched):
    """Progress that is also written to the terminal."""

    def advance(self, done: int, total: int | None = None) -> None:
        """Note how far the work is."""
        super().advance(done, total)
        if sys.stderr.isatty():
            print(f"\r{done:,} / {total or 0:,}", end="", file=sys.stderr, flush=True)


def import_file(
    object_key: str,
    path: Path,
    *,
    email: str = "",
    dry_run: bool = False,
    language: Language = "en",
) -> int:
    """Import a file and print what happened; 1 when rows were refused. Rows that failed or came in
    with a cell left empty go to `FILE.errors.csv`.

    `email` is the person who imports; the operator without. Raises what the actions raise.
    """
    if not path.is_file():
        raise MissingFile(file=str(path))
    actor = _person(email) if email else OPERATOR
    source = actions.create_import(actor, object_key, path.name, _chunks(path))
    print(f"{source.file_name}: {source.encoding}, {source.total:,} rows")
    for name, target in zip(source.names, source.mapping, strict=True):
        print(f"  {name or '-'} -> {target or '(not imported)'}")
    if problems := actions.mapping_problems(actor, source):
        columns = ", ".join(Headings(source.names, source.mapping).all)
        raise UnmappedFile(file=path.name, columns=columns, problems=problems)
    if dry_run:
        return _tell_preview(
            preview_import(replace(actor, language=language), source, limit=None, shown=0)
        )
    with transaction.atomic():
        watched = start_progress(
            actor, "import", (source.file_name, source.file_name), total=source.total
        )
        Import.objects.filter(id=source.id).update(state="queued", progress=watched.id)
    run_import(source.id, _OnTerminal(watched.id))
    source.refresh_from_db()
    print(", ".join(f"{getattr(source, result):,} {result}" for result in RESULTS))
    for made in described(source.made):
        print(f"{made['count']:,} {made['label']['en'].lower()} created")
    return _write_errors(source, path, language)


def _person(email: str) -> Actor:
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise MissingPerson(email=email)
    return Actor(user.id, "cli", name=user.name)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _tell_preview(preview: Preview) -> int:
    print(
        f"{preview.checked:,} rows checked: "
        + ", ".join(f"{count:,} {action}" for action, count in sorted(preview.counts.items()))
    )
    if preview.records != preview.counts["create"]:
        print(f"{preview.counts['create']:,} rows would be {preview.records:,} records")
    for made in preview.creates:
        print(f"{made['count']:,} {made['label']['en'].lower()} would be created, too")
    for note in preview.notes:
        print(note)
    for row in preview.problem_rows[:_SHOWN]:
        for problem in row.problems:
            print(f"  row {row.row}: {problem['sentence']}")
    return 1 if preview.counts["fail"] else 0


def _write_errors(source: Import, path: Path, language: Language) -> int:
    if not (source.failed or source.warned):
        return 0
    target = path.with_name(path.name + ".errors.csv")
    with target.open("wb") as file:
        file.writelines(error_lines(source, language))
    print(
        f"{source.failed:,} rows failed, {source.warned:,} came in with a cell left empty: {target}",
        file=sys.stderr,
    )
    return 1 if source.failed else 0
