"""A Django system check: every spec agrees with its model, so a wrong name is a message at start and never a 500."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.core.exceptions import FieldDoesNotExist

from zhike.platform.metadata.fields import SYSTEM_LABELS, standard_field
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.spec import ObjectSpec


def problems_of(spec: ObjectSpec) -> Iterator[str]:
    """What is wrong with one spec."""
    known = {*spec.labels, *SYSTEM_LABELS}
    for name in spec.labels:
        try:
            standard_field(spec, name)
        except (FieldDoesNotExist, TypeError) as error:
            yield f"labels: {error}"
    named = {
        "title": [spec.title],
        "columns": spec.columns,
        "quick": spec.quick,
        "highlights": spec.highlights,
        "subtitle": spec.subtitle,
        "search": list(spec.search),
        "readonly": list(spec.readonly),
        "totals": list(spec.totals),
        "within": spec.within,
        "stages": [spec.stages] if spec.stages else [],
        "layout": [name for section in spec.layout for name in section.fields],
        "match": [name for group in spec.match for name in group],
    }
    for place, names in named.items():
        for name in names:
            if name not in known:
                yield f"{place}: unknown field {name!r}; known: {', '.join(sorted(known))}"


def check_specs(**_: Any) -> list[checks.CheckMessage]:
    """Errors of all specs."""
    return [
        checks.Error(f"{spec.key}: {problem}", id="metadata.E001")
        for spec in registry.declared.values()
        for problem in problems_of(spec)
    ]


def install() -> None:
    """Register the check with Django."""
    checks.register(check_specs)
