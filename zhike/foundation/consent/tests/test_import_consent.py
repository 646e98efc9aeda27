"""A file says who agreed; what people said later stands."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import ApiClient
from zhike.foundation.consent.models import Consent
from zhike.platform.jobs.testing import run_queued_jobs

FILE = """姓名,邮箱,同意接收邮件
张伟,wei@example.com,是
李娜,na@example.com,否
王芳,fang@example.com,
赵敏,min@example.com,也许
"""


def imported(client: ApiClient, content: str, **changes: Any) -> Any:
    form = {"file": SimpleUploadedFile("people.csv", content.encode())}
    made = client.post("imports", {"object": "contact"}, files=form)
    assert made.status == 201, made
    path = f"imports/{made.json['id']}"
    if changes:
        changed = client.patch(path, changes)
        assert changed.status == 200, changed
    preview = client.post(f"{path}/preview")
    assert preview.status == 200, preview
    assert client.post(f"{path}/run").status == 202
    run_queued_jobs()
    return client.get(path).json


def standing(client: ApiClient) -> dict[str, str]:
    """How consent to marketing mail stands, by name."""
    found = {}
    for row in client.get("records/contact").json["rows"]:
        states = client.get(f"contacts/{row['id']}/consents").json["states"]
        found[row["title"]] = states[0]["status"] if states else "unknown"
    return found


def test_a_column_of_consent_is_recognised_and_kept_with_its_file(manager: ApiClient) -> None:
    ended = imported(manager, FILE)
    assert (ended["counts"]["created"], ended["warned"]) == (4, 1)
    assert standing(manager) == {
        "张伟": "granted",
        "李娜": "withdrawn",
        "王芳": "unknown",
        "赵敏": "unknown",
    }
    line = Consent.objects.get(status="granted")
    assert (line.source, set(line.evidence), line.actor_id) == (
        "import",
        {"file", "import"},
        manager.id,
    )


def test_importing_again_adds_no_line_and_undoes_no_withdrawal(manager: ApiClient) -> None:
    imported(manager, FILE)
    imported(manager, FILE)
    assert Consent.objects.count() == 2
    na = FILE.replace("na@example.com,否", "na@example.com,是")
    imported(manager, na)
    assert standing(manager)["李娜"] == "withdrawn"


def test_consent_of_a_whole_file_is_a_default_for_new_people_only(manager: ApiClient) -> None:
    manager.post("records/contact", {"name": "王芳", "email": "fang@example.com"})
    imported(manager, FILE, defaults={"consent": True})
    assert standing(manager) == {
        "张伟": "granted",
        "李娜": "withdrawn",
        "王芳": "unknown",
        # An answer that cannot be read is no agreement, whatever new people get.
        "赵敏": "unknown",
    }
    imported(
        manager, "姓名,邮箱\n周杰,jie@example.com\n", defaults={"consent": True, "stage": "intent"}
    )
    assert standing(manager)["周杰"] == "granted"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("同意", "granted"), ("已同意", "granted"), ("愿意", "granted"), ("已订阅", "granted"), ("订阅", "granted"), ("对", "granted"),
        ("T", "granted"), ("opt-in", "granted"), ("Opted in", "granted"), ("Subscribed", "granted"),
        ("不同意", "withdrawn"), ("不愿意", "withdrawn"), ("未订阅", "withdrawn"), ("错", "withdrawn"), ("f", "withdrawn"),
        ("opt-out", "withdrawn"), ("Opted-out", "withdrawn"), ("unsubscribed", "withdrawn"),
    ],
)  # fmt: skip
def test_consent_is_read_in_the_words_of_forms(manager: ApiClient, word: str, status: str) -> None:
    imported(manager, f"姓名,邮箱,同意接收邮件\n张伟,wei@example.com,{word}\n")
    assert standing(manager) == {"张伟": status}


CLAIM = {
    "consent.purposes": ["marketing", "service"],
    "consent.source": "展会签到表",
    "consent.since": "2026-01-15",
}


def test_everybody_in_a_file_agreed_where_somebody_vouches_for_it(manager: ApiClient) -> None:
    manager.post("records/contact", {"name": "王芳", "email": "fang@example.com"})
    gone = manager.post("records/contact", {"name": "周杰", "email": "jie@example.com"}).json["id"]
    no = {"purpose": "marketing", "status": "withdrawn"}
    assert manager.post(f"contacts/{gone}/consents", no).status == 201
    text = FILE + "周杰,jie@example.com,\n"
    ended = imported(manager, text, defaults=CLAIM)
    # Known people are meant, too; who said no, in the file or before, or something unreadable, did not agree.
    assert standing(manager) == {
        "张伟": "granted",
        "李娜": "withdrawn",
        "王芳": "granted",
        "赵敏": "unknown",
        "周杰": "withdrawn",
    }
    lines = Consent.objects.filter(contact__name="王芳").order_by("purpose")
    assert [(line.purpose, line.channel, line.source) for line in lines] == [
        ("marketing", "email", "展会签到表"),
        ("service", "email", "展会签到表"),
    ]
    assert {str(line.at.date()) for line in lines} == {"2026-01-14"}
    assert lines[0].at.isoformat() == "2026-01-14T16:00:00+00:00"
    assert (lines[0].actor_id, lines[0].evidence["import"]) == (manager.id, ended["id"])
    assert set(lines[0].evidence) == {"file", "import", "claim"}
    known = Consent.objects.count()
    imported(manager, text, defaults=CLAIM)
    assert Consent.objects.count() == known


@pytest.mark.parametrize(
    ("left", "path"),
    [
        ({"consent.purposes": []}, "consent.purposes"),
        ({"consent.source": None}, "consent.source"),
        ({"consent.since": None}, "consent.since"),
        ({"consent.since": "2999-01-01"}, "consent.since"),
    ],
)
def test_a_claim_without_its_proof_keeps_an_import_from_running(
    manager: ApiClient, left: dict[str, Any], path: str
) -> None:
    form = {"file": SimpleUploadedFile("people.csv", FILE.encode())}
    source = manager.post("imports", {"object": "contact"}, files=form).json
    assert [one["key"] for one in source["claims"][0]["fields"]] == list(CLAIM)
    address = f"imports/{source['id']}"
    changed = manager.patch(address, {"defaults": {**CLAIM, **left}})
    assert [one["loc"] for one in changed.json["problems"]] == [["defaults", path]]
    refused = manager.post(f"{address}/run")
    assert (refused.status, refused.json["code"]) == (422, "bad-mapping")
    run_queued_jobs()
    assert not Consent.objects.exists()
    assert manager.get("records/contact").json["rows"] == []
