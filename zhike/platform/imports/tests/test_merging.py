"""A row about a known record adds to it; no address or number is ever dropped."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.platform.identity.actor import SYSTEM
from zhike.platform.imports.batch import Existing, Run, Source, merged, new_run
from zhike.platform.metadata.registry import registry

EMAILS = st.sampled_from([f"{letter}@x.cn" for letter in "abcde"])
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["张伟", "李娜"]),
        "email": EMAILS,
        "other_emails": st.lists(EMAILS, unique=True, max_size=3),
        "tags": st.lists(st.sampled_from(["vip", "new"]), unique=True),
    },
)


def run_with(existing: Existing) -> Run:
    return new_run(
        SYSTEM,
        registry.get("contact"),
        match=None,
        existing=existing,
        create_linked=True,
        filled=["name", "email", "other_emails"],
        defaults={},
        source=Source(),
    )


def addresses(values: dict[str, Any]) -> set[str]:
    return {*values.get("other_emails", []), *filter(None, [values.get("email")])}


@pytest.mark.parametrize("existing", ["update", "fill"])
def test_no_address_is_lost_and_merging_twice_changes_nothing(db: None, existing: Existing) -> None:
    run = run_with(existing)

    @given(PEOPLE, PEOPLE)
    def check(present: dict[str, Any], wanted: dict[str, Any]) -> None:
        after = {**present, **merged(run, wanted, present)}
        assert addresses(after) == addresses(present) | addresses(wanted)
        assert set(after.get("tags", [])) == {*present.get("tags", []), *wanted.get("tags", [])}
        assert {**after, **merged(run, wanted, after)} == after
        if existing == "fill" and present.get("name"):
            assert after["name"] == present["name"]

    check()


def test_a_new_address_takes_the_first_place(db: None) -> None:
    present = {"email": "old@x.cn", "other_emails": ["o@x.cn"]}
    wanted = {"email": "new@x.cn", "other_emails": ["p@x.cn"]}
    assert merged(run_with("update"), wanted, present) == {
        "email": "new@x.cn",
        "other_emails": ["o@x.cn", "p@x.cn", "old@x.cn"],
    }
