"""Handing over what a leaver owns: counted, done in the background, taken back."""

from tests.cast import ApiClient
from zhike.platform.jobs.testing import run_queued_jobs


def test_everything_goes_to_the_receivers_and_comes_back_with_undo(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    for name in ("Ann", "Ben"):
        alice.post("records/contact", {"name": name})
    alice.post("records/company", {"name": "Acme"})
    bob.post("records/contact", {"name": "Bob's"})
    path = f"admin/users/{alice.id}"
    rows = admin.get(f"{path}/owned").json["rows"]
    assert {row["object"]: row["count"] for row in rows} == {"company": 1, "contact": 2}
    body = {"to": str(bob.id), "by_object": {"company": str(charlie.id)}}
    started = admin.post(f"{path}/hand-over", body)
    assert started.status == 202, started
    run_queued_jobs()
    assert admin.get(f"{path}/owned").json["rows"] == []
    owned = {
        client.email: {row["object"]: row["count"] for row in rows}
        for client in (bob, charlie)
        if (rows := admin.get(f"admin/users/{client.id}/owned").json["rows"])
    }
    assert owned == {"bob@example.com": {"contact": 3}, "charlie@example.com": {"company": 1}}
    tray = admin.get("jobs").json
    assert tray["rows"][0]["result"]["moved"] == {"company": 1, "contact": 2}
    undone = admin.post("undo", {"request": started.json["request"]})
    assert undone.json == {"undone": 3, "kept_count": 0, "kept": []}
    assert {row["object"]: row["count"] for row in admin.get(f"{path}/owned").json["rows"]} == {
        "company": 1,
        "contact": 2,
    }


def test_only_administrators_hand_over_and_only_to_people_who_can_sign_in(
    admin: ApiClient, manager: ApiClient, alice: ApiClient, bob: ApiClient
) -> None:
    alice.post("records/contact", {"name": "Ann"})
    path = f"admin/users/{alice.id}/hand-over"
    assert manager.post(path, {"to": str(bob.id)}).status == 403
    assert manager.get(f"admin/users/{alice.id}/owned").status == 403
    itself = admin.post(path, {"to": str(alice.id)})
    assert itself.problem["errors"][0]["loc"] == ["to"]
    admin.patch(f"admin/users/{bob.id}", {"active": False})
    assert admin.post(path, {"to": str(bob.id)}).status == 422
    run_queued_jobs()
    rows = admin.get(f"admin/users/{alice.id}/owned").json["rows"]
    assert [(row["object"], row["count"]) for row in rows] == [("contact", 1)]
