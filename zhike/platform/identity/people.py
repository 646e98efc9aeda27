"""Reading people: for person pickers, and by id for whoever shows an owner's name."""

from typing import Final

from zhike.kit.words import query_tokens, tokens
from zhike.platform.identity.models import User

MOST: Final = 20
_READ_AT_MOST: Final = 5_000


def find_people(query: str, *, limit: int = MOST) -> list[User]:
    """Active people whose name or address fits, by word, pinyin or initials; by name when nothing is asked for.

    Staff are hundreds, not millions, so they are read and matched here; the first 5,000 by name are looked at.
    """
    rows = User.objects.filter(is_active=True).order_by("name", "id").only("id", "name", "email")
    wanted = query_tokens(query)
    if not wanted:
        return list(rows[:limit])
    found = []
    for user in rows[:_READ_AT_MOST]:
        words = tokens(user.name) + tokens(user.email)
        if all(any(word.startswith(one) for word in words) for one in wanted):
            found.append(user)
            if len(found) == limit:
                break
    return found
