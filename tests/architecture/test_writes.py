"""One door in: rows are written by actions and jobs, nowhere else.

A file is a place of writing when its name or its folder says so; the few others are listed with their reason.
"""

import ast
import re
from pathlib import Path

from tests.architecture.source import dotted, name, product, tree

DOORS = re.compile(
    r"(^|/)(actions|jobs|consumers|effects)(/|\.py$|_[a-z_]+\.py$)|/[a-z_]+_actions\.py$"
)
WRITERS = {
    "zhike/platform/identity/sessions.py": "sessions begin and end with requests, before there is an actor",
    "zhike/platform/identity/throttle.py": "counts failed sign-ins of nobody in particular",
    "zhike/platform/jobs/progress.py": "progress of jobs is no record and has no history",
    "zhike/platform/jobs/queue.py": "the queue itself",
    "zhike/platform/records/idempotency.py": "answers kept for a day for the sake of repeated requests",
    "zhike/platform/mail/sink.py": "the demo's mailbox, which stands for a mail server elsewhere",
    "zhike/platform/changes/log.py": "the change log is what actions write to",
    "zhike/platform/imports/run.py": "the state of an import, which is no record; rows go through actions",
    "zhike/platform/exports/run.py": "the state of an export, which is no record",
    "zhike/platform/imports/batch.py": "notes which row became which record; the records go through actions",
    "zhike/platform/imports/command.py": "puts an import into the queue it then runs itself",
    "zhike/config/demo/load.py": "puts the demo's imports into the queue it then runs itself",
    "zhike/modules/marketing/campaign/audience.py": "recipients are written in the statement that chooses them",
    "zhike/modules/marketing/campaign/claims.py": "the gate: consent is checked in the statement that claims",
    "zhike/modules/marketing/campaign/closing.py": "ends a campaign in the statement that sees nobody is left",
    "zhike/modules/marketing/campaign/sender_job.py": "the job that sends",
    "zhike/modules/marketing/tracking/events.py": "opens and clicks of nobody signed in; only ever added to",
    "zhike/platform/changes/seals.py": "the sealer is a consumer of the log; seals are only ever added to",
    "zhike/platform/changes/retention.py": "the drop of a month is sealed by the owner of the tables",
    "zhike/platform/changes/partitions.py": "makes room in the change log",
}
_MANAGER_WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
_QUERYSET_WRITES = {"update", "delete", "save"}
_SQL_WRITE = re.compile(
    r"^\s*(WITH\b.*)?(INSERT\s+INTO|UPDATE\s+[a-z_]+\s+(AS\s+|[a-z]\s+)?SET|DELETE\s+FROM|TRUNCATE)\b",
    re.DOTALL,
)


def writes(path: Path) -> list[str]:
    """Each write of a file: managers, querysets, instances and SQL."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            chain = dotted(node.func)
            verb = node.func.attr
            on_manager = ".objects." in chain or chain.endswith(("_set." + verb,))
            if (verb in _MANAGER_WRITES and on_manager) or (
                verb in _QUERYSET_WRITES and (on_manager or (verb == "save" and _is_instance(node)))
            ):
                found.append(f"{name(path)}:{node.lineno} {chain}")
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _SQL_WRITE.match(node.value)
        ):
            found.append(f"{name(path)}:{node.lineno} {node.value.split()[0]}")
    return found


def _is_instance(call: ast.Call) -> bool:
    """`thing.save()` and `thing.save(update_fields=…)` are a model's; `save(home, …)` is not."""
    return not call.args


def test_rows_are_written_by_actions_and_jobs_only() -> None:
    found = [
        write
        for path in product()
        if not DOORS.search(name(path)) and name(path) not in WRITERS
        for write in writes(path)
    ]
    assert found == []


def test_the_list_of_other_writers_has_no_dead_lines() -> None:
    known = {name(path) for path in product()}
    assert [path for path in WRITERS if path not in known] == []


def test_the_rule_finds_what_it_should(tmp_path: Path) -> None:
    good = "row.save_draft()\ndigest.update(b'')\nconnections.save(home, ready)\nx = 'Update the list'\n"
    bad = (
        "Thing.objects.create(a=1)\nThing.objects.filter(a=1).update(b=2)\nthing.save()\n"
        "q = 'INSERT INTO things VALUES (1)'\nThing.objects.filter(a=1).delete()\n"
    )
    for text, count in ((good, 0), (bad, 5)):
        path = tmp_path / f"{count}.py"
        path.write_text(text)
        assert len(writes(path)) == count


def test_people_and_teams_are_locked_in_one_place() -> None:
    """There the order of locks is written, which keeps everybody from waiting in a circle."""
    found = [
        name(path)
        for path in product()
        if re.search(r"\b(User|Team)\.objects\.select_for_update", path.read_text(encoding="utf-8"))
    ]
    assert found == ["zhike/platform/identity/locks.py"]
