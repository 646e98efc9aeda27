"""A template is compiled before it is saved, so what is saved can be sent."""

from collections.abc import Collection

from django.db.models import Model

from zhike.kit.errors import Problem
from zhike.kit.templates import CompiledTemplate, TemplateRefused, compile_template
from zhike.modules.marketing.template.merge import merge_fields
from zhike.modules.marketing.template.model import Template
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor


def compiled(
    subject: str, body: str, known: Collection[str]
) -> tuple[CompiledTemplate, CompiledTemplate]:
    """Subject and HTML, checked against the merge fields that are `known`.

    Raises TemplateRefused with every problem of both, placed at `subject` or `body`.
    """
    problems: list[Problem] = []
    found: list[CompiledTemplate] = []
    for place, source, html in (("subject", subject, False), ("body", body, True)):
        try:
            found.append(
                compile_template(source, html=html, line=not html, known=known, loc=(place,))
            )
        except TemplateRefused as error:
            problems += error.problems
    if problems:
        raise TemplateRefused(problems=problems)
    return found[0], found[1]


def check_template(actor: Actor, record: Model, changed: frozenset[str]) -> None:
    """The check of the object's spec: whoever writes a mail uses what they see whole."""
    assert isinstance(record, Template)
    if changed & {"subject", "body"}:
        compiled(record.subject, record.body, merge_fields(policy_of(actor)))
