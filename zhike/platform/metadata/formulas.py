"""What a change of fields does to formulas, found out before it is made: a field others read cannot go from under them."""

from collections.abc import Mapping
from typing import Any, Final

from zhike.kit.errors import Problem
from zhike.kit.language import Text
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.formula.fields import Broken, Formula, told
from zhike.platform.metadata.kinds import KINDS
from zhike.platform.metadata.models import CustomField
from zhike.platform.metadata.registry import ObjectType, bound, custom_field, registry

KIND: Final = "formula"
MISSING: Final = Text("Write a formula, such as amount * 0.9.", "请填写公式，例如 amount * 0.9。")
BAD_PLACES: Final = Text("Decimal places are 0 to 6.", "小数位数为 0 至 6。")
READ_BY: Final = Text(
    "Formulas read this field and would no longer work: {names}. Change them first.",
    "以下公式引用了该字段，修改后将无法计算：{names}。请先修改这些公式。",
)


def formula_field(key: str, label: Text, settings: Mapping[str, Any]) -> Field:
    """A formula field that is not checked yet."""
    return Field(key=key, kind=KINDS["text"], label=label, settings=settings, readonly=True)


def checked_settings(
    object_key: str, key: str, label: Text, settings: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """The settings of a formula field with the kind of its result, and what is wrong with them."""
    expression, places = settings.get("expression"), settings.get("places", 2)
    if not isinstance(expression, str) or not expression.strip():
        return {}, [Problem(("settings", "expression"), "formula-missing", MISSING)]
    if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= 6:
        return {}, [Problem(("settings", "places"), "bad-places", BAD_PLACES)]
    given = {"expression": expression, "places": places}
    made, problems = with_field(object_key, formula_field(key, label, given))
    found = made.fields.get(f"custom.{key}")
    if problems or found is None or not isinstance(found.computed, Formula):
        return {}, problems
    return {**given, "result": found.computed.result.type.name}, []


def with_field(object_key: str, changed: Field) -> tuple[ObjectType, list[Problem]]:
    """An object as it were with this field, and what would be wrong then with its formula or with those that read it."""
    whole = registry.get(object_key)
    return _overlaid(whole, {**whole.fields, changed.path: changed}, changed.path)


def without_field(object_key: str, path: str) -> list[Problem]:
    """What would be wrong with formulas if a field went."""
    whole = registry.get(object_key)
    fields = {key: found for key, found in whole.fields.items() if key != path}
    return _overlaid(whole, fields, path)[1]


def with_row(row: CustomField) -> list[Problem]:
    """What would be wrong with formulas if a stored field, not of their kind, were as this row says."""
    return with_field(row.object, custom_field(row))[1]


def _overlaid(
    whole: ObjectType, fields: dict[str, Field], path: str
) -> tuple[ObjectType, list[Problem]]:
    types = {type_.key: type_ for type_ in registry}
    types[whole.key] = ObjectType(whole.spec, fields, whole.relations)
    made, binder = bound(types)
    own = binder.errors.pop((whole.key, path), None)
    if own is not None:
        return made[whole.key], [told(own)]
    broken = [
        types[object_key].fields[one].label
        for object_key, one in binder.errors
        if not isinstance(types[object_key].fields[one].computed, Broken)
    ]
    if not broken:
        return made[whole.key], []
    names = Text(", ".join(one.en for one in broken), "、".join(one.zh for one in broken))
    return made[whole.key], [Problem(("settings",), "read-by-formulas", READ_BY, {"names": names})]
