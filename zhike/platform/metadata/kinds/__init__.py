"""The kinds a field can be of, one file each, in one registry."""

from typing import Final

from zhike.platform.metadata.kinds.address import AddressKind
from zhike.platform.metadata.kinds.auto_number import AutoNumberKind
from zhike.platform.metadata.kinds.base import FieldKind
from zhike.platform.metadata.kinds.choice import ChoiceKind, MultiChoiceKind, TagsKind
from zhike.platform.metadata.kinds.contact_points import EMAIL, PHONE
from zhike.platform.metadata.kinds.dates import DATE, DATETIME
from zhike.platform.metadata.kinds.measures import DurationKind, PercentKind, RatingKind
from zhike.platform.metadata.kinds.number import BooleanKind, MoneyKind, NumberKind
from zhike.platform.metadata.kinds.opaque import JsonKind
from zhike.platform.metadata.kinds.references import LookupKind, PersonKind
from zhike.platform.metadata.kinds.text import LongTextKind, TextKind, UrlKind

KINDS: Final[dict[str, FieldKind]] = {
    kind.name: kind
    for kind in (
        TextKind(),
        LongTextKind(),
        ChoiceKind(),
        MultiChoiceKind(),
        TagsKind(),
        NumberKind(),
        MoneyKind(),
        PercentKind(),
        RatingKind(),
        DurationKind(),
        AutoNumberKind(),
        BooleanKind(),
        DATE,
        DATETIME,
        EMAIL,
        PHONE,
        UrlKind(),
        AddressKind(),
        PersonKind(),
        LookupKind(),
        JsonKind(),
    )
}
