"""The numbers of a campaign stay in sensible limits, and what is being sent stays as it was."""

from typing import Final

from django.db.models import Model

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text, listed
from zhike.modules.marketing.campaign.errors import AlreadySending
from zhike.modules.marketing.campaign.model import Campaign
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry

LIMITS: Final = {
    "hold_out_percent": (0, 50),
    "rate_per_second": (1, 1_000),
    "attribution_days": (1, 90),
}
FIXED: Final = frozenset(
    {
        *("segment", "template", "purpose", "advert", "from_name", "from_email", "reply_to"),
        "hold_out_percent",
    }
)
_OUT_OF_RANGE: Final = Text("From {low} to {high}.", "应在 {low} 到 {high} 之间。")


def check_campaign(_actor: Actor, record: Model, changed: frozenset[str]) -> None:
    """Refuse rates and shares out of range, and changes to what is sent. Raises ValidationFailed, AlreadySending."""
    assert isinstance(record, Campaign)
    problems = [
        Problem((name,), "out-of-range", _OUT_OF_RANGE, {"low": low, "high": high})
        for name, (low, high) in LIMITS.items()
        if name in changed and not low <= getattr(record, name) <= high
    ]
    if problems:
        raise ValidationFailed(problems=problems)
    fixed = sorted(changed & FIXED)
    if fixed and record.status not in {"draft", "scheduled"}:
        type_ = registry.get("campaign")
        raise AlreadySending(fields=listed(type_.fields[name].label for name in fixed))
