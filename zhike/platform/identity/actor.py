"""The actor: who does something, and by which way in. The first argument of every action and query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from zhike.kit.language import Language

Via = Literal["web", "api", "import", "job", "system", "cli"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting. `user_id` is None only for the house itself (`system`) and its operator (`cli`).

    `scopes` is what the token they act with is limited to, see `scopes`; None where nothing but their rights limits them.
    `through` names that token or its app, `token:Entra` or `app:Shop sync`: tokens end, and the log tells of them still.
    """

    user_id: UUID | None
    via: Via
    request_id: UUID | None = None
    language: Language = "zh-CN"
    time_zone: str = "Asia/Shanghai"
    name: str = ""
    scopes: frozenset[str] | None = None
    through: str = ""

    @property
    def is_house(self) -> bool:
        """True for the house's own upkeep and for the operator on its command line: both may do all."""
        return self.user_id is None and self.via in ("system", "cli")

    def packed(self) -> dict[str, str | None]:
        """JSON values from which a job makes the actor again, see `for_job`."""
        return {
            "user_id": None if self.user_id is None else str(self.user_id),
            "via": self.via,
            "request_id": None if self.request_id is None else str(self.request_id),
            "language": self.language,
            "time_zone": self.time_zone,
            "name": self.name,
            "scopes": None if self.scopes is None else " ".join(sorted(self.scopes)),
            "through": self.through,
        }


def for_job(packed: Mapping[str, str | None], *, via: Literal["job", "import"] = "job") -> Actor:
    """The actor on whose behalf a job runs; their rights are those they have when it runs.

    The house itself stays the house: a person's id can never be lost on the way.
    """
    user_id, request_id = packed["user_id"], packed.get("request_id")
    scopes = packed.get("scopes")
    house: Via = "cli" if packed["via"] == "cli" else "system"
    is_house = user_id is None and packed["via"] in ("system", "cli")
    if user_id is None and not is_house:
        raise ValueError("a job needs somebody to run for")
    return Actor(
        user_id=None if user_id is None else UUID(user_id),
        via=house if is_house else via,
        request_id=None if request_id is None else UUID(request_id),
        language="en" if packed.get("language") == "en" else "zh-CN",
        time_zone=packed.get("time_zone") or "Asia/Shanghai",
        name=packed.get("name") or "",
        scopes=None if scopes is None else frozenset(scopes.split()),
        through=packed.get("through") or "",
    )


SYSTEM: Final = Actor(user_id=None, via="system", name="Zhike")
OPERATOR: Final = Actor(user_id=None, via="cli", name="Zhike")
