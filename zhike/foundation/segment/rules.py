"""What must hold for every segment, whoever writes it: its filter can run, and never leads back to itself."""

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from django.db import models

from zhike.foundation.segment.models import Segment
from zhike.foundation.segment.queries import owner_of
from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.errors import UnknownObject
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import (
    All,
    AnyOf,
    Condition,
    Named,
    Node,
    Not,
    Related,
    parse_filter,
)
from zhike.platform.records.query.page import source_for

UNKNOWN_OBJECT = Text(
    "There is no object “{object}”. Objects: {known}.", "没有对象“{object}”，可用对象：{known}。"
)
CYCLE = Text("This segment would contain itself.", "该分群会包含自身。")
SEES_MORE = Text(
    "Members are counted with the owner's rights, and this owner sees more than you. Ask them to take the segment over.",
    "分群按负责人的权限统计成员，而该负责人的可见范围大于您。请由对方接手该分群。",
)


def filter_can_run(actor: Actor, record: models.Model, changed: frozenset[str]) -> None:
    """Compile the filter as the actor would run it. Raises ValidationFailed or InvalidFilter."""
    if changed.isdisjoint({"filter", "target"}):
        return
    segment = cast("Segment", record)
    try:
        type_ = registry.get(segment.target)
    except UnknownObject as error:
        raise ValidationFailed(
            problems=[Problem(("target",), error.code, UNKNOWN_OBJECT, error.data)]
        ) from None
    node = parse_filter(segment.filter)
    if segment.pk in set(reached(node)):
        raise ValidationFailed(problems=[Problem(("filter",), "cycle", CYCLE)])
    compile_filter(node, source_for(actor, type_.key))


def owner_sees_no_more(actor: Actor, record: models.Model, changed: frozenset[str]) -> None:
    """Whoever sets the filter or the owner may see all that is counted: otherwise the count would answer questions
    about records out of their sight. Raises ValidationFailed.
    """
    if changed.isdisjoint({"filter", "target", "owner"}):
        return
    segment = cast("Segment", record)
    if segment.owner_id is not None and segment.owner_id == actor.user_id:
        return
    try:
        owner = policy_of(owner_of(segment))
    except NotFound:
        return  # who may not sign in any more sees nothing, and nothing is counted for them
    if not policy_of(actor).sees_all_of(owner, (type_.key for type_ in registry)):
        raise ValidationFailed(problems=[Problem(("owner",), "sees-more", SEES_MORE)])


def reached(node: Node) -> Iterator[UUID]:
    """Every segment the tree leads to, directly or through others; each is read once."""
    waiting, seen = list(segments_in(node)), set[UUID]()
    while waiting:
        found = waiting.pop()
        if found in seen:
            continue
        seen.add(found)
        yield found
        for raw in Segment.objects.filter(pk=found).values_list("filter", flat=True):
            waiting.extend(segments_in(parse_filter(raw)))


def segments_in(node: Node) -> Iterator[UUID]:
    """The segments a tree names."""
    match node:
        case Named(source="segment"):
            yield node.id
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from segments_in(part)
        case Not(part):
            yield from segments_in(part)
        case Related() if node.where is not None:
            yield from segments_in(node.where)
        case _:
            return


def objects_in(node: Node, type_: ObjectType) -> Iterator[str]:
    """The objects whose changes may change who matches: the target, related ones, those of lookup paths."""
    yield type_.key
    match node:
        case Condition():
            lookup, rest = type_.through(node.field)
            while lookup is not None:
                type_ = registry.get(str(lookup.settings["object"]))
                yield type_.key
                lookup, rest = type_.through(rest)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from objects_in(part, type_)
        case Not(part):
            yield from objects_in(part, type_)
        case Related():
            other = registry.get(type_.relations[node.relation].object)
            yield other.key
            if node.where is not None:
                yield from objects_in(node.where, other)
        case Named():
            yield node.source
            for raw in Segment.objects.filter(pk=node.id).values_list("reads", flat=True):
                yield from raw
        case _:
            return
