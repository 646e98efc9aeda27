"""The signed result of a review, and whether a document that claims to be one is genuine.

The document is JSON. Its signature is over the SHA-256 of everything else in it, in one canonical spelling, so it may be
reformatted and stays genuine. The digest also stands in the change log, whose rows are sealed: whoever comes to know the
secret key can still not make a result that was never reached.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson
from django.conf import settings

from zhike.kit.signing import BadToken, sign, unsign
from zhike.platform.access.book import current_book
from zhike.platform.changes.models import Change
from zhike.platform.rights.models import AccessReview, ReviewItem
from zhike.platform.rights.reviews.facts import facts_of

FORMAT: Final = "zhike-access-review-1"
_PURPOSE: Final = "access-review"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check. `name` and `closed_at` are the document's own, and worth something only when genuine.

    altered: not what was signed here. unknown: signed with our key, but the log knows of no such result, or keeps it no
    longer. unreadable: no result of a review at all.
    """

    kind: Literal["genuine", "altered", "unknown", "unreadable"]
    name: str = ""
    closed_at: str = ""
    digest: str = ""


def signed_result(review: AccessReview) -> tuple[str, str]:
    """The document's text and its digest (hex)."""
    body = _document(review)
    digest = _digest(body)
    signature = sign(digest, _PURPOSE, settings.SECRET_KEY)
    text = orjson.dumps({**body, "signature": signature}, option=orjson.OPT_INDENT_2).decode()
    return text, digest.hex()


def verdict_on(text: str) -> Verdict:
    """Whether the text is the result of a review of this installation, unchanged. Costs one statement at most."""
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_none)
        signature = document.pop("signature")
        review = document["review"]
        name, closed_at, review_id = (str(review[key]) for key in ("name", "closed_at", "id"))
        digest = _digest(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Verdict("unreadable")
    if document.get("format") != FORMAT or not isinstance(signature, str):
        return Verdict("unreadable")
    try:
        signed = unsign(signature, _PURPOSE, settings.SECRET_KEY)
    except BadToken:
        signed = b""
    if signed != digest:
        return Verdict("altered", name, closed_at, digest.hex())
    told = Change.objects.filter(
        object="access_review", record=review_id, verb="close", after__digest=digest.hex()
    )
    return Verdict("genuine" if told.exists() else "unknown", name, closed_at, digest.hex())


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: programs differ in which of the two they show."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _none(constant: str) -> Any:
    """Refuse NaN and its kind: in the canonical spelling they would be null."""
    raise ValueError(constant)


def _digest(body: Mapping[str, Any]) -> bytes:
    """SHA-256 of the body with sorted keys and no blanks. Raises TypeError for what JSON cannot hold."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()


def _document(review: AccessReview) -> dict[str, Any]:
    rows = list(
        ReviewItem.objects.filter(review=review)
        .select_related("user", "reviewer", "decided_by")
        .order_by("user__name", "user_id", "role")
    )
    facts = facts_of({row.user_id for row in rows})
    labels = {key: role.label._asdict() for key, role in current_book().roles.items()}
    decisions = [row.decision for row in rows]
    return {
        "format": FORMAT,
        "review": {
            "id": str(review.id),
            "name": review.name,
            "due_on": review.due_on.isoformat(),
            "roles": review.roles,
            "started_by": _person(review.started_by),
            "started_at": review.started_at.isoformat(),
            "closed_by": _person(review.closed_by),
            "closed_at": None if review.closed_at is None else review.closed_at.isoformat(),
        },
        "totals": {
            "items": len(rows),
            "confirmed": decisions.count("confirm"),
            "withdrawn": decisions.count("withdraw"),
            "undecided": decisions.count(""),
        },
        "items": [
            {
                "person": {**_plain(facts[row.user_id])},
                "role": {"key": row.role, "label": labels.get(row.role)},
                "reviewer": _person(row.reviewer),
                "decision": row.decision or "undecided",
                "role_taken": row.took,
                "note": row.note,
                "decided_by": _person(row.decided_by),
                "decided_at": None if row.decided_at is None else row.decided_at.isoformat(),
            }
            for row in rows
        ],
    }


def _person(user: Any) -> dict[str, str] | None:
    return None if user is None else {"id": str(user.id), "name": user.name, "email": user.email}


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with ids and times as text, as they are read back."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(facts))
    return found
