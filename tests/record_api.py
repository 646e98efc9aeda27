"""The API tests every object inherits: a new object is fully tested by naming sample data.

class TestCompany(RecordApiTests):
    object = "company"
    sample = {"name": "青岛海川精密"}
    change = {"name": "青岛海川精密机械"}
"""

from typing import Any, ClassVar
from uuid import uuid4

import pytest

from tests.cast import Answer, ApiClient


class RecordApiTests:
    """List, read, create, update, delete, restore, bulk, history and rights over HTTP."""

    object: ClassVar[str]
    sample: ClassVar[dict[str, Any]]
    change: ClassVar[dict[str, Any]]
    seen_by_all: ClassVar[bool] = False
    """Whether a member views records of every team."""

    def values(self, client: ApiClient) -> dict[str, Any]:
        """The sample; override to make what it points at first."""
        return dict(self.sample)

    def create(self, client: ApiClient) -> Answer:
        """A record of the sample, made over HTTP."""
        answer = client.post(f"records/{self.object}", self.values(client))
        assert answer.status == 201, answer
        return answer

    def url(self, answer: Answer) -> str:
        """Where the record lives."""
        return f"records/{self.object}/{answer.json['id']}"

    def test_create_returns_the_record_with_its_version(self, manager: ApiClient) -> None:
        answer = self.create(manager)
        assert answer.version == '"1"'
        assert answer.json["owner"] == {"id": str(manager.id), "title": "Morgan"}
        assert manager.get(self.url(answer)).json == answer.json

    def test_list_holds_the_record_once_and_counts_it(self, manager: ApiClient) -> None:
        made = self.create(manager).json["id"]
        page = manager.get(f"records/{self.object}", query={"count": "exact"}).json
        assert [row["id"] for row in page["rows"]].count(made) == 1
        assert page["count"] == {"value": len(page["rows"]), "capped": False}

    def test_pages_show_every_record_once_in_order(self, manager: ApiClient) -> None:
        made = [self.create(manager).json["id"] for _ in range(5)]
        seen: list[str] = []
        cursor: str | None = None
        for _ in range(10):
            query = {"limit": "2", "sort": "created_at"} | ({"cursor": cursor} if cursor else {})
            page = manager.get(f"records/{self.object}", query=query).json
            seen += [row["id"] for row in page["rows"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert [record for record in seen if record in made] == made
        assert len(seen) == len(set(seen))

    def test_update_changes_only_what_was_sent(self, manager: ApiClient) -> None:
        answer = self.create(manager)
        changed = manager.patch(self.url(answer), self.change, version=answer.version)
        assert changed.status == 200, changed
        assert changed.version == '"2"'
        untouched = (
            set(answer.json) - set(self.change) - {"version", "updated_at", "updated_by", "title"}
        )
        assert {key: changed.json[key] for key in untouched} == {
            key: answer.json[key] for key in untouched
        }

    def test_update_without_a_version_is_refused_and_changes_nothing(
        self, manager: ApiClient
    ) -> None:
        answer = self.create(manager)
        refused = manager.patch(self.url(answer), self.change)
        assert (refused.status, refused.problem["code"]) == (428, "version-required")
        assert manager.get(self.url(answer)).json == answer.json

    def test_update_of_a_stale_version_is_refused_and_changes_nothing(
        self, manager: ApiClient
    ) -> None:
        answer = self.create(manager)
        current = manager.patch(self.url(answer), self.change, version=answer.version)
        refused = manager.patch(self.url(answer), self.change, version=answer.version)
        assert (refused.status, refused.problem["code"]) == (412, "stale-version")
        assert manager.get(self.url(answer)).json == current.json

    def test_delete_puts_into_the_trash_and_restore_takes_out(self, manager: ApiClient) -> None:
        answer = self.create(manager)
        assert manager.delete(self.url(answer), version=answer.version).status == 204
        assert manager.get(self.url(answer)).status == 404
        listed = manager.get(f"records/{self.object}").json["rows"]
        assert answer.json["id"] not in [row["id"] for row in listed]
        restored = manager.post(f"{self.url(answer)}/restore")
        assert restored.status == 200, restored
        assert manager.get(self.url(answer)).json["id"] == answer.json["id"]

    def test_history_tells_who_did_what(self, manager: ApiClient) -> None:
        answer = self.create(manager)
        manager.patch(self.url(answer), self.change, version=answer.version)
        items = manager.get(f"{self.url(answer)}/history").json["items"]
        assert [item["data"]["verb"] for item in items] == ["update", "create"]
        assert items[0]["actor"] == {"id": str(manager.id), "title": "Morgan", "object": None}
        assert {entry["field"] for entry in items[0]["data"]["fields"]} == set(self.change)

    def test_bulk_changes_every_named_record(self, manager: ApiClient) -> None:
        ids = [self.create(manager).json["id"] for _ in range(3)]
        answer = manager.post(
            f"records/{self.object}/bulk", {"ids": ids[:2], "set": {"owner": None}}
        )
        assert (answer.status, answer.json["changed"]) == (200, 2), answer
        owners = [manager.get(f"records/{self.object}/{record}").json["owner"] for record in ids]
        assert owners[:2] == [None, None]
        assert owners[2] is not None

    def test_an_unknown_field_is_named_with_the_known_ones(self, manager: ApiClient) -> None:
        refused = manager.post(
            f"records/{self.object}", {**self.values(manager), "no_such_field": 1}
        )
        assert (refused.status, refused.problem["code"]) == (422, "validation-failed")
        assert refused.problem["errors"][0]["loc"] == ["no_such_field"]
        assert next(iter(self.sample)) in refused.problem["errors"][0]["message"]

    @pytest.mark.parametrize(
        "field", ["id", "version", "created_at", "created_by", "deleted_at", "updated_by"]
    )
    def test_fields_of_the_house_cannot_be_entered(self, manager: ApiClient, field: str) -> None:
        refused = manager.post(
            f"records/{self.object}", {**self.values(manager), field: str(uuid4())}
        )
        assert refused.status == 422, refused
        assert refused.problem["errors"][0]["loc"] == [field]

    def test_a_repeated_request_is_answered_and_not_done_again(self, manager: ApiClient) -> None:
        values = self.values(manager)
        first = manager.post(f"records/{self.object}", values, key="once")
        again = manager.post(f"records/{self.object}", values, key="once")
        assert again.json == first.json
        assert again.headers["Idempotent-Replay"] == "true"
        other = manager.post(f"records/{self.object}", {**values, **self.change}, key="once")
        assert other.problem["code"] == "idempotency-mismatch"

    def test_aggregate_counts_what_the_list_shows(self, manager: ApiClient) -> None:
        self.create(manager)
        listed = manager.get(f"records/{self.object}", query={"count": "exact"}).json["count"][
            "value"
        ]
        answer = manager.post(
            f"records/{self.object}/aggregate", {"group": [], "measures": [{"fn": "count"}]}
        )
        assert answer.json == {"rows": [{"group": [], "measures": [listed]}]}

    def test_a_record_is_unknown_outside_the_team(
        self, alice: ApiClient, charlie: ApiClient, admin: ApiClient
    ) -> None:
        made = self.create(admin)
        admin.patch(self.url(made), {"owner": str(alice.id)}, version=made.version)
        current = admin.get(self.url(made))
        if self.seen_by_all:
            assert charlie.get(self.url(made)).json == current.json
            return
        for answer in (
            charlie.get(self.url(made)),
            charlie.patch(self.url(made), self.change, version=current.version),
            charlie.delete(self.url(made), version=current.version),
            charlie.get(f"{self.url(made)}/history"),
            charlie.get(f"{self.url(made)}/timeline"),
        ):
            assert (answer.status, answer.problem["code"]) == (404, "not-found")
        page = charlie.get(f"records/{self.object}", query={"count": "exact"}).json
        assert page == {"rows": [], "next": None, "count": {"value": 0, "capped": False}}
        assert admin.get(self.url(made)).json == current.json

    def test_a_guest_gets_nothing(self, guest: ApiClient, manager: ApiClient) -> None:
        made = self.create(manager)
        for answer in (
            guest.get(f"records/{self.object}"),
            guest.get(self.url(made)),
            guest.post(f"records/{self.object}", self.sample),
        ):
            assert (answer.status, answer.problem["code"]) == (401, "not-signed-in")

    def test_a_reader_reads_and_changes_nothing(
        self, reader: ApiClient, manager: ApiClient
    ) -> None:
        made = self.create(manager)
        assert reader.get(self.url(made)).json == made.json
        for answer in (
            reader.post(f"records/{self.object}", self.values(manager)),
            reader.patch(self.url(made), self.change, version=made.version),
            reader.delete(self.url(made), version=made.version),
            reader.post(
                f"records/{self.object}/bulk", {"ids": [made.json["id"]], "set": {"owner": None}}
            ),
        ):
            assert (answer.status, answer.problem["code"]) == (403, "forbidden")
        assert manager.get(self.url(made)).json == made.json
