"""A campaign sent over real SMTP to the demo's mailbox, which stores every mail before it answers.

Sender, mailbox and database share the machine, as in a demo. Prints one JSON object: mails a second, and where the
processor time of one mail goes. `python -m bench.sending 10k`, a process of its own.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import psutil

from bench.homes import CHIEF, use

BODY = (
    '<table width="600"><tbody><tr><td style="padding:16px"><h1>秋季备件大促</h1>'
    '<p>您好 {{ contact.first_name | default: "朋友" }}，{{ company.name | default: "贵公司" }} 在'
    " {{ contact.address }} 的同事：您累计消费 {{ contact.spent | money }}，上次购买于 {{ contact.last_order_at | date }}。</p>"
    '<p><a href="https://shop.example/autumn">查看全部</a> <a href="https://shop.example/new">新品</a>'
    ' <a href="https://shop.example/help">帮助</a></p></td></tr></tbody></table>'
    + "<p>轴承、密封件、润滑油，现货当日发出。</p>"
    * 20
)


def _campaign() -> str:
    """A campaign of the manager to everybody, told to be sent."""
    from zhike.modules.marketing.campaign.actions import send_campaign
    from zhike.platform.identity.actor import Actor
    from zhike.platform.identity.models import User
    from zhike.platform.records.actions import create_record

    chief = Actor(User.objects.get(email=CHIEF).pk, "cli")
    template = create_record(
        chief,
        "template",
        {"name": "Bench", "subject": "{{ contact.name }}，秋季备件大促", "body": BODY},
    )
    segment = create_record(
        chief,
        "segment",
        {"name": "Bench", "target": "contact", "filter": {"all": []}},
    )
    campaign = create_record(
        chief,
        "campaign",
        {
            "name": "Bench",
            "segment": str(segment),
            "template": str(template),
            "from_email": "news@shop.example",
            "rate_per_second": 1000,
            "hold_out_percent": 10,
        },
    )
    send_campaign(chief, campaign)
    return str(campaign)


def _cpu(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def _database() -> list[psutil.Process]:
    """Postmaster and its children, whose finished ones it counts as its own."""
    from django.conf import settings

    pid = int((Path(settings.ZHIKE_HOME) / "postgres" / "postmaster.pid").read_text().split()[0])
    postmaster = psutil.Process(pid)
    return [postmaster, *postmaster.children(recursive=True)]


def measure(size: str) -> dict[str, Any]:
    """Send, and look on."""
    home = use(size)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ["ZHIKE_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    from zhike.config.installation import installation

    with installation():
        environment = {**os.environ, "ZHIKE_HOME": str(home)}
        sink = subprocess.Popen(
            [sys.executable, "-m", "zhike.platform.mail.sink"],
            env=environment,
            stdout=subprocess.PIPE,
        )
        assert sink.stdout is not None
        sink.stdout.readline()
        try:
            return _watched(_campaign(), environment, sink)
        finally:
            sink.terminate()
            sink.wait()
            _clean()


def _watched(
    campaign: str, environment: dict[str, str], sink: "subprocess.Popen[bytes]"
) -> dict[str, Any]:
    from django.db import connection

    code = (
        "import django; django.setup(); import resource, time\n"
        "from zhike.modules.marketing.jobs import send_mails\n"
        "before = time.monotonic(), time.process_time()\n"
        f"send_mails(campaign='{campaign}', progress=None)\n"
        "print(time.monotonic() - before[0], time.process_time() - before[1],"
        " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    watched = psutil.Process(sink.pid)
    kept, database = _cpu([watched]), _cpu(_database())
    sender = subprocess.run(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, check=True
    )
    seconds, cpu, memory = map(float, sender.stdout.split())
    kept, database = _cpu([watched]) - kept, _cpu(_database()) - database
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status, count(*) FROM marketing_recipient WHERE campaign_id = %s GROUP BY 1",
            [campaign],
        )
        states = dict(cursor.fetchall())
    handed = states.get("handed", 0)
    in_all = cpu + kept + database
    return {
        "mails": handed,
        "states": states,
        "seconds": round(seconds, 2),
        "per_second": round(handed / seconds),
        "cpu_ms_a_mail": {
            "sender": round(1000 * cpu / handed, 2),
            "mailbox": round(1000 * kept / handed, 2),
            "database": round(1000 * database / handed, 2),
        },
        "per_second_of_two_free_cores": round(2 * handed / in_all),
        "sender_mb": round(memory / 1024),
    }


def _clean() -> None:
    """Campaigns, their people and the kept mails go: the size stays what it was."""
    from django.db import connection

    time.sleep(0.2)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM marketing_recipient")
        cursor.execute("DELETE FROM mail_sinkmessage")


if __name__ == "__main__":
    print(orjson.dumps(measure(sys.argv[1])).decode())
