"""Formulas while they are written: whether one is right, what it gives for three real records, and which functions there are."""

from typing import Any, Final

import orjson
from ninja import Router, Schema
from pydantic import Field as Limited

from zhike.kit.language import Text
from zhike.kit.schemas import Input, Label
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.requests import ActorRequest, administering, signed_in
from zhike.platform.metadata.describe import field_meta
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.formula.functions import FUNCTIONS
from zhike.platform.metadata.formulas import checked_settings, formula_field, with_field
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.schemas import FieldMeta
from zhike.platform.metadata.seen import seen_by, sees_whole
from zhike.platform.records.query.columns import row_columns
from zhike.platform.records.query.page import reader_for
from zhike.platform.records.query.reference import Source
from zhike.platform.records.query.statement import all_rows

router = Router(tags=["metadata"], auth=signed_in)
SHOWN: Final = 3
NAMELESS: Final = "new_formula"


class FormulaFunctionOut(Schema):
    """A function of formulas: how it is written and what it does."""

    name: str
    form: str
    help: Label


class FormulaIn(Input):
    """A formula to try; `key` where it is of a field that is there already."""

    expression: str = Limited(max_length=20_000)
    places: int = 2
    key: str = Limited(NAMELESS, pattern=r"^[a-z][a-z0-9_]{0,39}$")


class FormulaPreviewOut(Schema):
    """One record and what the formula gives for it."""

    title: str
    value: Any


class FormulaProblemOut(Schema):
    """What is wrong with a formula, from which character until which, counted from 0."""

    code: str
    message: str
    at: int
    until: int


class FormulaTriedOut(Schema):
    """Of a formula that is right the field it would make and the records changed last; of another what is wrong."""

    field: FieldMeta | None
    preview: list[FormulaPreviewOut]
    problem: FormulaProblemOut | None


@router.get("/formula-functions", response=list[FormulaFunctionOut])
def list_functions(request: ActorRequest) -> Any:  # noqa: ARG001 - the same for everybody
    """The functions formulas can use."""
    return [
        {"name": name, "form": function.form, "help": function.help._asdict()}
        for name, function in FUNCTIONS.items()
    ]


@router.post("/objects/{object_key}/formula", auth=administering, response=FormulaTriedOut)
def try_formula(request: ActorRequest, object_key: str, body: FormulaIn) -> Any:
    """Check a formula over an object and show what it gives. Keeps nothing; what is wrong is an answer, not a refusal."""
    policy_of(request.actor).require(object_key, "admin")
    given = {"expression": body.expression, "places": body.places}
    settings, problems = checked_settings(object_key, body.key, Text("", ""), given)
    if problems:
        wrong = problems[0]
        place = {key: wrong.data.get(key, 0) for key in ("at", "until")}
        message = wrong.message(request.actor.language)
        return {
            "field": None,
            "preview": [],
            "problem": {"code": wrong.code, "message": message, **place},
        }
    made, _ = with_field(object_key, formula_field(body.key, Text("", ""), settings))
    found = made.fields[f"custom.{body.key}"]
    shown = preview(request.actor, object_key, found)
    return {"field": field_meta(found), "preview": shown, "problem": None}


def preview(actor: Actor, object_key: str, found: Field) -> list[dict[str, Any]]:
    """What a field that is not kept yet shows in the records the actor sees; nothing where they see not all it reads."""
    policy = policy_of(actor)
    seen = seen_by(policy, object_key)
    reads = found.computed.reads if found.computed else ()
    if not all(sees_whole(policy, *place) for place in reads):
        return []
    type_ = ObjectType(seen.spec, {**seen.fields, found.path: found}, seen.relations)
    source = Source(type_, policy, reader_for(actor, policy))
    columns = row_columns(source, [found.path])
    rows = (
        Sql("SELECT row_to_json(f)::text FROM (SELECT ")
        + columns
        + source.from_clause()
        + Sql(" WHERE ")
        + source.visible()
        + Sql(
            f" ORDER BY {source.alias}.updated_at DESC, {source.alias}.id DESC LIMIT {SHOWN:d}) f"
        )
    )
    shown = [orjson.loads(row[0]) for row in all_rows(rows)]
    return [{"title": row["title"], "value": row["custom"][found.key]} for row in shown]
