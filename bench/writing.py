"""What the worker does: an import against COPY, and a campaign to a local sink. On an installation of its own.

`python -m bench.writing ROWS MAILS` prints one JSON object: the measurements by name.
"""

import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import psycopg

from bench.homes import dsn, home, use

PLACE = "writing"
BODY = (
    '<p>{{ contact.name | default: "您好" }}，{{ company.name | default: "贵公司" }}的检修季到了。</p>'
    '<p><a href="https://parts.example/autumn">查看方案</a> · <a href="{{ unsubscribe_url }}">退订</a></p>'
)


def _file(rows: int) -> Path:
    """A CSV of contacts with company names, made once per size."""
    path = home(PLACE) / f"contacts-{rows}.csv"
    if not path.exists():
        subprocess.run(
            [sys.executable, "-m", "bench.contacts_file", str(rows), str(path)], check=True
        )
    return path


_PLAIN = frozenset(
    ["name", "email", "phone", "job_title", "stage", "source", "gender", "birth_date", "basis"]
)
_DEFAULTS = {
    "id": "gen_random_uuid()",
    "version": "1",
    "created_at": "now()",
    "updated_at": "now()",
    "custom": "'{}'",
    "other_emails": "'{}'",
    "other_phones": "'{}'",
    "tags": "'{}'",
    "interests": "'{}'",
    "description": "''",
    "order_count": "0",
}


def _copy_floor(place: Path, file: Path) -> float:
    """Seconds of a bare COPY of the file into a table like that of contacts, with all its indexes.

    Columns that hold a reference or JSON there are plain text here, so COPY takes the file as it is.
    """
    from zhike.config.demo.files import CONTACTS

    with psycopg.connect(dsn(place, "owner")) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_floor")
        connection.execute("CREATE TABLE bench_floor (LIKE customer_contact INCLUDING ALL)")
        for column, value in _DEFAULTS.items():
            connection.execute(f"ALTER TABLE bench_floor ALTER {column} SET DEFAULT {value}")
        connection.execute("ALTER TABLE bench_floor ALTER job_title DROP NOT NULL")
        names = []
        for number, path in enumerate(CONTACTS.values()):
            names.append(path if path in _PLAIN else f"c{number}")
            if path not in _PLAIN:
                connection.execute(f"ALTER TABLE bench_floor ADD c{number} text")
        connection.commit()
        empty = ", ".join(("birth_date", "phone"))
        statement = f"COPY bench_floor ({', '.join(names)}) FROM STDIN (FORMAT csv, HEADER, FORCE_NULL ({empty}))"
        start = time.perf_counter()
        with connection.cursor().copy(statement) as copy, file.open("rb") as opened:
            while chunk := opened.read(1 << 20):
                copy.write(chunk)
        connection.commit()
        spent = time.perf_counter() - start
        connection.execute("DROP TABLE bench_floor")
    return spent


def _import(file: Path) -> dict[str, float]:
    """The import as the worker runs it: seconds, and the memory this process reached in MB."""
    from django.db import transaction

    from zhike.config.demo.files import CONTACTS
    from zhike.platform.identity.actor import OPERATOR
    from zhike.platform.imports import actions
    from zhike.platform.imports.models import Import
    from zhike.platform.imports.run import run_import
    from zhike.platform.jobs.progress import Watched, start_progress

    start, cpu = time.perf_counter(), time.process_time()
    with file.open("rb") as opened:
        chunks = iter(lambda: opened.read(1 << 20), b"")
        source = actions.create_import(OPERATOR, "contact", file.name, chunks)
    actions.change_import(OPERATOR, source.id, {"mapping": list(CONTACTS.values())})
    with transaction.atomic():
        watched = start_progress(OPERATOR, "import", (file.name, file.name), total=source.total)
        Import.objects.filter(id=source.id).update(state="queued", progress=watched.id)
    run_import(source.id, Watched(watched.id))
    spent = time.perf_counter() - start
    source.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = time.process_time() - cpu
    return {
        "seconds": spent,
        "cpu_seconds": cpu,
        "created": source.created,
        "failed": source.failed,
        "peak_mb": peak,
    }


def _campaign(mails: int) -> dict[str, float]:
    """A campaign to everybody with consent, over SMTP to the demo's mailbox in a process of its own."""
    from django.conf import settings
    from django.db import connection

    from zhike.foundation.consent.actions import ConsentLine, set_consents
    from zhike.modules.marketing.campaign.actions import send_campaign
    from zhike.modules.marketing.campaign.sender_job import send_mails
    from zhike.platform.identity.actor import OPERATOR
    from zhike.platform.records.actions import create_record

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM customer_contact WHERE email IS NOT NULL ORDER BY id LIMIT %s", [mails]
        )
        people: list[UUID] = [row[0] for row in cursor.fetchall()]
    set_consents(OPERATOR, [ConsentLine(contact_id=person, status="granted") for person in people])
    letter = {"name": "Bench", "subject": "{{ contact.name }}，您好", "body": BODY}
    template = create_record(OPERATOR, "template", letter)
    segment = create_record(OPERATOR, "segment", {"name": "Bench", "target": "contact"})
    campaign = create_record(
        OPERATOR,
        "campaign",
        {
            "name": "Bench",
            "segment": str(segment),
            "template": str(template),
            "from_email": "news@parts.example",
            "rate_per_second": 1_000,
            "hold_out_percent": 0,
        },
    )
    port = int(settings.ZHIKE_SMTP_URL.rsplit(":", 1)[1])
    sink = subprocess.Popen(
        [sys.executable, "-m", "zhike.platform.mail.sink"], stdout=subprocess.PIPE
    )
    assert sink.stdout is not None
    assert str(port) in sink.stdout.readline().decode()
    try:
        progress = send_campaign(OPERATOR, campaign)
        start = time.perf_counter()
        send_mails(campaign=str(campaign), progress=str(progress))
        spent = time.perf_counter() - start
    finally:
        sink.terminate()
        sink.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sent_count FROM marketing_campaign WHERE id = %s", [campaign])
        sent = int(cursor.fetchone()[0])
    return {"mails": sent, "seconds": spent, "rate": sent / spent}


def measure(rows: int, mails: int) -> dict[str, Any]:
    """Import that many rows into an empty installation, then write to that many people."""
    import os

    place = home(PLACE)
    shutil.rmtree(place / "postgres", ignore_errors=True)
    use(PLACE)
    place.mkdir(parents=True, exist_ok=True)
    os.environ["ZHIKE_SMTP_URL"] = "smtp://127.0.0.1:8925"
    file = _file(rows)
    from zhike.config.installation import installation

    with installation(new=True):
        from zhike.config.database.migrate import migrate

        migrate()
        floor = _copy_floor(place, file)
        found: dict[str, Any] = {"rows": rows, "floor_seconds": floor, **_import(file)}
        found["rate"] = rows / found["seconds"]
        found["ratio"] = found["seconds"] / floor
        return {"import": found, **({"campaign": _campaign(mails)} if mails else {})}


if __name__ == "__main__":
    measured = measure(int(sys.argv[1]), int(sys.argv[2]))
    print(orjson.dumps(measured).decode())
