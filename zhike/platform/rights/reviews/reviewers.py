"""Who reviews whom: the head of a person's department, else of the department above, else who started the review."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from zhike.platform.access.models import RoleAssignment
from zhike.platform.access.roles import ADMINISTRATOR
from zhike.platform.identity.models import Department, DepartmentMember, User


class Reviewers:
    """The tree of departments and the administrators, read once (four statements)."""

    def __init__(self, people: Iterable[UUID], starter: UUID) -> None:
        self._tree = {
            id_: (parent, head)
            for id_, parent, head in Department.objects.values_list("id", "parent_id", "head_id")
        }
        self._home: dict[UUID, UUID] = {}
        places = DepartmentMember.objects.filter(user_id__in=list(people))
        for place in places.order_by("-is_primary", "id"):
            self._home.setdefault(place.user_id, place.department_id)
        administrators = RoleAssignment.objects.filter(role=ADMINISTRATOR).order_by(
            "user__name", "id"
        )
        self._last = [starter, *administrators.values_list("user_id", flat=True)]
        self._active = set(User.objects.filter(is_active=True).values_list("id", flat=True))

    def of(self, person: UUID) -> UUID | None:
        """The first who can sign in and is not the person; None when the house has nobody else."""
        for one in (*self._heads(person), *self._last):
            if one != person and one in self._active:
                return one
        return None

    def _heads(self, person: UUID) -> Iterator[UUID]:
        at = self._home.get(person)
        while at is not None:
            at, head = self._tree[at]
            if head is not None:
                yield head
