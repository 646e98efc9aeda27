"""The audit log over HTTP, for administrators."""

from collections.abc import Mapping
from typing import Any

from ninja import Query, Router, Status

from zhike.kit.language import Text, filled
from zhike.platform.access.policy import policy_of
from zhike.platform.audit import actions, schemas
from zhike.platform.audit.log import log_page
from zhike.platform.audit.source import KEY
from zhike.platform.audit.telling import Entry, entries_of
from zhike.platform.audit.words import VERBS, WAYS, known_objects
from zhike.platform.changes.models import Keeping
from zhike.platform.changes.retention_actions import keep_for
from zhike.platform.changes.seals import FINDINGS
from zhike.platform.identity.requests import ActorRequest, administering

router = Router(tags=["audit"], auth=administering)


@router.get("/audit", response=schemas.AuditPage)
def read_log(request: ActorRequest, query: Query[schemas.AuditQuery]) -> Any:
    """What happened, newest first."""
    policy_of(request.actor).require(KEY, "admin")
    rows = log_page(query.asked(), before=query.cursor, limit=query.limit + 1)
    shown = rows[: query.limit]
    return {
        "rows": [_entry(entry) for entry in entries_of(request.actor, shown)],
        "next": shown[-1].id if len(rows) > query.limit else None,
    }


@router.get("/audit/words", response=schemas.AuditWords)
def words(request: ActorRequest) -> Any:
    """What objects, actions and ways there are to filter by."""
    policy_of(request.actor).require(KEY, "admin")
    return {
        "objects": _words(known_objects()),
        "verbs": _words({key: label for key, (label, _) in VERBS.items()}),
        "ways": _words(WAYS),
    }


@router.get("/audit/flags", response=schemas.UnseenFlags)
def flags(request: ActorRequest) -> Any:
    """How many flags one has not seen yet."""
    return {"unseen": actions.unseen_flags(request.actor)}


@router.post("/audit/flags/seen", response={204: None})
def seen(request: ActorRequest) -> Any:
    """Note that one has seen the flags."""
    actions.see_flags(request.actor)
    return Status(204, None)


@router.get("/audit/keeping", response=schemas.KeepingOut)
def keeping(request: ActorRequest) -> Any:
    """For how long the log is kept, and whether it is as it was written."""
    policy_of(request.actor).require(KEY, "admin")
    return _keeping(Keeping.objects.first() or Keeping())


@router.patch("/audit/keeping", response=schemas.KeepingOut)
def keep(request: ActorRequest, body: schemas.KeepingIn) -> Any:
    """Keep the log for so many months: whole months that are older are dropped once a month."""
    policy_of(request.actor).require(KEY, "admin")
    return _keeping(keep_for(request.actor, body.months))


def _keeping(row: Keeping) -> dict[str, Any]:
    found = FINDINGS.get(row.finding)
    told = filled(found, {"row": row.row, "seal": row.seal}) if found else None
    return {
        "months": row.months,
        "verified_at": row.verified_at,
        "rows": row.rows,
        "seals": row.seals,
        "finding": told and told._asdict(),
    }


def _words(known: Mapping[str, Text]) -> list[dict[str, Any]]:
    return [{"key": key, "label": label._asdict()} for key, label in known.items()]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at,
        "who": entry.who._asdict(),
        "person": entry.person,
        "via": entry.via,
        "through": entry.through and entry.through._asdict(),
        "object": entry.object,
        "verb": entry.verb,
        "sentence": entry.sentence._asdict(),
        "record": entry.record,
        "changes": [
            {
                "label": told.label._asdict(),
                "before": told.before and told.before._asdict(),
                "after": told.after and told.after._asdict(),
            }
            for told in entry.changes
        ],
    }
