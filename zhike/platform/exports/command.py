"""The export of the command line: the same as in the browser, in this process, with its progress on the terminal."""

import sys
from pathlib import Path

from django.db import transaction

from zhike.kit.errors import NotFound
from zhike.kit.ids import new_id
from zhike.kit.language import Language
from zhike.platform.exports.cells import Reading
from zhike.platform.exports.run import record_export, write_file
from zhike.platform.exports.sources import Asked, source_of
from zhike.platform.exports.writing import Encoding, Format
from zhike.platform.identity.actor import OPERATOR, Actor
from zhike.platform.identity.models import User


def export_file(
    asked: Asked,
    path: Path,
    *,
    email: str = "",
    encoding: Encoding = "utf-8-bom",
    language: Language = "en",
) -> int:
    """Write a list to a file, XLSX when it is called so, else CSV; returns how many rows.

    `email` is the person whose rights hold and whose time zone is used; the operator without. Only the file's owner may
    read it. Raises what `source_of` raises, and NotFound for an unknown person.
    """
    actor = _person(email) if email else OPERATOR
    reading = Reading(language, actor.time_zone)
    source = source_of(actor, asked)
    kind: Format = "xlsx" if path.suffix.lower() == ".xlsx" else "csv"
    path.touch(mode=0o600)
    rows = write_file(source, path, kind, encoding, reading, _on_terminal)
    with transaction.atomic():
        record_export(actor, new_id(), asked, source, kind, rows)
    return rows


def _person(email: str) -> Actor:
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise NotFound
    return Actor(user.id, "cli", name=user.name, time_zone=user.time_zone)


def _on_terminal(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} / {total:,}", end="", file=sys.stderr, flush=True)
