"""The actor: who does something, and by which way in. The first argument of every action and query."""

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from zhike.kit.language import Language

Via = Literal["web", "api", "import", "job", "system", "cli"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting. `user_id` is None only for the house itself (`system`) and its operator (`cli`)."""

    user_id: UUID | None
    via: Via
    request_id: UUID | None = None
    language: Language = "zh-CN"
    time_zone: str = "Asia/Shanghai"
    name: str = ""

    @property
    def is_house(self) -> bool:
        """True for the house's own upkeep and for the operator on its command line: both may do all."""
        return self.user_id is None and self.via in ("system", "cli")


SYSTEM: Final = Actor(user_id=None, via="system", name="Zhike")
OPERATOR: Final = Actor(user_id=None, via="cli", name="Zhike")
