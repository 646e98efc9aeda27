"""A column of a file of contacts that says who agreed to marketing mail."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhike.foundation.consent.actions import ConsentLine, set_consents
from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.platform.imports.batch import Run
from zhike.platform.imports.targets import Target
from zhike.platform.metadata.kinds import KINDS

COLUMN: Final = "consent"


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

    def write(self, run: Run, rows: Sequence[tuple[UUID, Mapping[str, Any]]]) -> None:
        """Add lines where they say something new; repeating an import adds none."""
        # Taken before looking: a withdrawal that comes in meanwhile is later, and stands.
        moment = now()
        known = _states([record for record, _ in rows])
        lines = []
        for record, values in rows:
            granted = values.get(COLUMN)
            if granted is None or known.get(record) == "withdrawn" or (granted and record in known):
                continue
            lines.append(
                ConsentLine(
                    contact_id=record,
                    status="granted" if granted else "withdrawn",
                    source="import",
                    evidence={"file": run.source.file_hash},
                    at=moment,
                )
            )
        set_consents(run.actor, lines, rights_checked=True)


def _states(contacts: Sequence[UUID]) -> dict[UUID, str]:
    """How consent to marketing mail stands, of those where it was ever said."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id, status FROM consent_consentstate"
            " WHERE contact_id = ANY(%s) AND channel = 'email' AND purpose = 'marketing'",
            [list(contacts)],
        )
        return dict(cursor.fetchall())
