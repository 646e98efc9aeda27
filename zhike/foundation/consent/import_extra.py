"""A column of a file of contacts that says who agreed to marketing mail, and the claim that everybody in it did."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from zhike.foundation.consent.actions import IN_FUTURE, ConsentLine, set_consents
from zhike.foundation.consent.purposes import PURPOSES, Purpose, Status
from zhike.kit.clock import now
from zhike.kit.errors import Problem
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.imports.batch import Run
from zhike.platform.imports.targets import Claim, Target
from zhike.platform.metadata.kinds import KINDS

COLUMN: Final = "consent"
AGREED: Final = "consent.purposes"
SOURCE: Final = "consent.source"
SINCE: Final = "consent.since"

_WHAT: Final = Text(
    "Choose what everybody in this file agreed to.", "请选择本文件中的人同意的用途。"
)
_HOW: Final = Text(
    "Say how you know that everybody in this file agreed: a form, a fair, a contract.",
    "请说明如何得知本文件中的人都已同意：表单、展会、合同等。",
)
_WHEN: Final = Text(
    "Say on which day they agreed, or the last of them.", "请填写同意的日期（最后一人同意的那天）。"
)
_NOT_YOURS: Final = Text(
    "You may not change contacts, so you cannot note what they agreed to.",
    "您没有修改联系人的权限，不能登记同意。",
)


class ConsentColumn:
    """Yes grants, no withdraws. A file never undoes a withdrawal: who said no after it was written must be asked again."""

    object = "contact"
    targets = (
        Target(
            COLUMN,
            Text("Agreed to marketing mail", "同意接收营销邮件"),
            KINDS["boolean"],
            headers=(
                "marketing consent", "email consent", "consent", "opt in", "email opt in", "accepts marketing",
                "accepts email marketing", "newsletter", "subscribed", "opted in", "marketing opt in", "email marketing", "marketing emails", "marketing permission",
                "mailing list", "email subscription", "营销同意", "同意营销", "是否同意营销",
                "同意接收邮件", "是否同意接收邮件", "邮件订阅", "是否订阅", "订阅", "接收营销邮件", "是否同意", "愿意接收邮件", "接收邮件", "营销许可", "订阅邮件",
            ),
        ),
    )  # fmt: skip

    claim = Claim(
        Text(
            "Everybody in this file has agreed to be written to, and I can prove it",
            "本文件中的每个人都已同意接收邮件，且我能够证明",
        ),
        Text(
            "Written into the consent ledger of each person with this file, what follows, and your name. Whoever withdrew stays"
            " withdrawn.",
            "将连同本文件、以下内容和您的姓名写入每个人的同意记录。已撤回的人保持撤回。",
        ),
        (
            Target(
                AGREED,
                Text("Agreed to", "同意的用途"),
                KINDS["multi_choice"],
                {"options": PURPOSES},
            ),
            Target(SOURCE, Text("How do you know?", "依据来源"), KINDS["text"], {"limit": 200}),
            Target(SINCE, Text("Agreed on", "同意日期"), KINDS["date"]),
        ),
    )

    def problems(self, actor: Actor, given: Mapping[str, Any]) -> Sequence[Problem]:
        """A claim needs its proof, a day that has come, and somebody who may note consent of contacts."""
        if not any(given.get(field.path) for field in self.claim.fields):
            return []
        missing = [
            Problem(("defaults", path), "required", text)
            for path, text in ((AGREED, _WHAT), (SOURCE, _HOW), (SINCE, _WHEN))
            if not given.get(path)
        ]
        if missing:
            return missing
        if _moment_of(given[SINCE], actor) > now():
            return [Problem(("defaults", SINCE), "in-future", IN_FUTURE)]
        if not policy_of(actor).may("contact", "edit"):
            return [Problem(("defaults", AGREED), "not-allowed", _NOT_YOURS)]
        return []

    def write(self, run: Run, rows: Sequence[tuple[UUID, Mapping[str, Any]]]) -> None:
        """Add lines where they say something new; repeating an import adds none. A cell that says no outweighs a claim."""
        # Taken before looking: a withdrawal that comes in meanwhile is later, and stands.
        moment = now()
        known = _states([record for record, _ in rows])
        evidence = {"file": run.source.file_hash, "import": str(run.actor.request_id)}
        lines = [
            line
            for record, values in rows
            for line in _lines(record, values, evidence, moment, run.actor)
        ]
        new = [
            line
            for line in lines
            if (said := known.get((line.contact_id, line.purpose))) is None
            or (line.status, said) == ("withdrawn", "granted")
        ]
        set_consents(run.actor, new, rights_checked=True)


def _lines(
    record: UUID,
    values: Mapping[str, Any],
    evidence: dict[str, Any],
    moment: datetime,
    actor: Actor,
) -> list[ConsentLine]:
    """What a row and the claim over it say of one contact."""
    said = values.get(COLUMN)
    whole = bool(values.get(SOURCE) and values.get(SINCE)) and said is not False
    claimed: list[Purpose] = values.get(AGREED) or [] if whole else []
    lines = [
        ConsentLine(
            contact_id=record,
            status="granted",
            purpose=purpose,
            source=values[SOURCE],
            evidence={**evidence, "claim": "every row"},
            at=_moment_of(values[SINCE], actor),
        )
        for purpose in claimed
    ]
    if said is not None and "marketing" not in claimed:
        status: Status = "granted" if said else "withdrawn"
        lines.append(
            ConsentLine(
                contact_id=record, status=status, source="import", evidence=evidence, at=moment
            )
        )
    return lines


def _moment_of(day: str, actor: Actor) -> datetime:
    """The beginning of a day where the actor is."""
    return datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(actor.time_zone))


def _states(contacts: Sequence[UUID]) -> dict[tuple[UUID, str], str]:
    """How consents to mail stand by purpose, of those where anything was ever said."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id, purpose, status FROM consent_consentstate"
            " WHERE contact_id = ANY(%s) AND channel = 'email'",
            [list(contacts)],
        )
        return {(contact, purpose): status for contact, purpose, status in cursor.fetchall()}
