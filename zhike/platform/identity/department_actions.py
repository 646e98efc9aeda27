"""The tree of departments and who works in which. Everybody's view may change with it, so it is for administrators."""

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from zhike.kit.errors import NotFound
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import (
    DepartmentBelowItself,
    DepartmentInUse,
    DepartmentNameTaken,
    DepartmentNotEmpty,
)
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import Department, DepartmentMember, User
from zhike.platform.identity.ports import authority, record
from zhike.platform.identity.profile import forget, forget_everybody

_TREE_LOCK: Final = 7_201_003
"""An advisory lock of PostgreSQL: two moves at once could make a circle that neither would make alone."""


def _lock_tree() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])


def _found(department_id: UUID) -> Department:
    department = Department.objects.filter(id=department_id).first()
    if department is None:
        raise NotFound
    return department


def _require_person(user_id: UUID | None) -> None:
    if user_id is not None and not User.objects.filter(id=user_id, is_active=True).exists():
        raise NotFound


def _require_outside(department_id: UUID, parent_id: UUID | None) -> None:
    """Raise DepartmentBelowItself when the parent is the department or below it."""
    above = dict(Department.objects.values_list("id", "parent_id"))
    at = parent_id
    while at is not None:
        if at == department_id:
            raise DepartmentBelowItself
        at = above[at]


def _facts(department: Department) -> dict[str, Any]:
    return {
        "name": department.name,
        "parent": None if department.parent_id is None else str(department.parent_id),
        "head": None if department.head_id is None else str(department.head_id),
        "position": department.position,
    }


def create_department(
    actor: Actor,
    *,
    name: str,
    parent_id: UUID | None = None,
    head_id: UUID | None = None,
    position: int = 0,
) -> Department:
    """Make a department, at the top without a parent. Raises Forbidden, DepartmentNameTaken, NotFound."""
    authority().require(actor, "department", "admin")
    try:
        with transaction.atomic():
            _lock_tree()
            if parent_id is not None:
                _found(parent_id)
            _require_person(head_id)
            department = Department.objects.create(
                name=name.strip(), parent_id=parent_id, head_id=head_id, position=position
            )
            record(actor, "department", department.id, "create", {}, _facts(department))
            forget_everybody()
    except IntegrityError as error:
        raise DepartmentNameTaken(name=name) from error
    return department


def change_department(actor: Actor, department_id: UUID, values: Mapping[str, Any]) -> Department:
    """Change `name`, `parent_id`, `head_id` or `position`.

    Raises Forbidden, DepartmentBelowItself, DepartmentNameTaken, NotFound.
    """
    authority().require(actor, "department", "admin")
    try:
        with transaction.atomic():
            _lock_tree()
            department = _found(department_id)
            if values.get("parent_id") is not None:
                _found(values["parent_id"])
                _require_outside(department_id, values["parent_id"])
            if values.get("head_id") != department.head_id:
                _require_person(values.get("head_id"))
            before = _facts(department)
            for key, value in values.items():
                setattr(department, key, value.strip() if key == "name" else value)
            after = _facts(department)
            changed = [key for key in after if after[key] != before[key]]
            if changed:
                department.save(update_fields=list(values))
                record(
                    actor,
                    "department",
                    department_id,
                    "update",
                    {key: before[key] for key in changed},
                    {key: after[key] for key in changed},
                )
                forget_everybody()
    except IntegrityError as error:
        raise DepartmentNameTaken(name=values.get("name", "")) from error
    return department


def delete_department(actor: Actor, department_id: UUID) -> None:
    """Remove a department nobody works in and nothing is below.

    Raises Forbidden, DepartmentNotEmpty, DepartmentInUse, NotFound.
    """
    authority().require(actor, "department", "admin")
    with transaction.atomic():
        _lock_tree()
        department = _found(department_id)
        if department.children.exists() or department.places.exists():
            raise DepartmentNotEmpty
        record(actor, "department", department_id, "delete", _facts(department))
        try:
            department.delete()
        except ProtectedError as error:
            raise DepartmentInUse from error
        forget_everybody()


def set_departments(
    actor: Actor, user_id: UUID, department_ids: Collection[UUID], *, primary: UUID | None = None
) -> None:
    """Put a person in exactly these departments; the first is the primary one unless another is named.

    Raises Forbidden, and NotFound for a person or department that is not there.
    """
    authority().require(actor, "department", "admin")
    wanted = list(dict.fromkeys(department_ids))
    first = primary if primary in wanted else next(iter(wanted), None)
    with transaction.atomic():
        _lock_tree()
        locked_user(user_id)
        if Department.objects.filter(id__in=wanted).count() != len(wanted):
            raise NotFound
        held = DepartmentMember.objects.filter(user_id=user_id)
        before = list(held.order_by("-is_primary", "id").values_list("department_id", flat=True))
        after = ([first] if first is not None else []) + [one for one in wanted if one != first]
        if before == after:
            return
        held.delete()
        DepartmentMember.objects.bulk_create(
            DepartmentMember(user_id=user_id, department_id=one, is_primary=one == first)
            for one in after
        )
        record(
            actor,
            "user",
            user_id,
            "set-departments",
            {"departments": [str(one) for one in before]},
            {"departments": [str(one) for one in after]},
        )
        forget(user_id)
        forget_everybody()
