"""Metadata as the browser and programs read it: objects, fields, operators, and what the reader may do."""

from typing import Any

from django.conf import settings

from zhike.kit.language import Text, text_of
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.profile import profile_of
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import all_seen, entered_by


def both(text: Text | tuple[str, str]) -> dict[str, str]:
    """`{"en", "zh"}`."""
    return dict(text_of(text)._asdict())


def field_meta(field: Field, whole: Field | None = None) -> dict[str, Any]:
    """One field; `whole` is the same as the house sees it."""
    shown = {key: value for key, value in field.settings.items() if key != "options"}
    if "options" in field.settings:
        shown["options"] = [
            {"key": option.key, "label": both(option.label), "color": option.color}
            for option in field.settings["options"]
        ]
    return {
        "key": field.path,
        "kind": field.kind.name,
        "label": both(field.label),
        "required": field.required,
        "field_class": field.field_class,
        "readonly": field.readonly,
        "custom": field.custom,
        "computed": field.computed.name if field.computed else None,
        "masked": field.masked,
        "locked": field.readonly and not (whole or field).readonly,
        "sortable": field.kind.sortable,
        "filterable": bool(field.kind.operators),
        "operators": list(field.kind.operators),
        "measures": list(field.kind.measures),
        "summed": field.summed,
        "settings": shown,
    }


def object_meta(type_: ObjectType, policy: Policy) -> dict[str, Any]:
    """One object, for a reader who may view it."""
    spec = type_.spec
    whole = registry.get(spec.key).fields
    entered = entered_by(policy, spec.key)
    return {
        "key": spec.key,
        "label": both(spec.label),
        "plural": both(spec.plural),
        "icon": spec.icon,
        "color": spec.color,
        "listed": spec.listed,
        "title_field": spec.title,
        "stage_field": spec.stages,
        "sort": spec.sort if spec.sort.lstrip("-") in type_.fields else "",
        "columns": type_.known(spec.columns),
        "quick": [path for path in type_.known(spec.quick) if path in entered.writable],
        "highlights": type_.known(spec.highlights),
        "subtitle": type_.known(spec.subtitle),
        "layout": [
            {"label": both(section.label), "fields": shown}
            for section in spec.layout
            if (shown := type_.known(section.fields))
        ],
        "related": [
            *(key for key in spec.related if key in type_.relations),
            *(key for key, relation in type_.relations.items() if relation.listed),
        ],
        "fields": [field_meta(field, whole[path]) for path, field in type_.fields.items()],
        "relations": [
            {
                "key": relation.key,
                "object": relation.object,
                "field": relation.field,
                "label": both(relation.label),
            }
            for relation in type_.relations.values()
            if policy.may(relation.object, "view")
        ],
        "actions": policy.actions(spec.key, tuple(verb.key for verb in spec.verbs)),
        "scopes": {action: policy.scope(spec.key, action) for action in ("view", "edit", "delete")},
        "verbs": [{"key": verb.key, "label": both(verb.label)} for verb in spec.verbs],
    }


def meta_for(actor: Actor, *, live_url: str) -> dict[str, Any]:
    """Everything a browser needs to draw pages for this reader."""
    policy = policy_of(actor)
    profile = profile_of(actor.user_id) if actor.user_id is not None else None
    user = None
    if profile is not None:
        user = {
            "id": profile.user_id,
            "name": profile.name,
            "email": profile.email,
            "language": profile.language or "",
            "theme": profile.theme,
            "density": profile.density,
            "time_zone": profile.time_zone,
            "roles": [role.key for role in policy.roles],
            "teams": [{"id": team_id, "name": name} for team_id, name in profile.teams],
        }
    return {
        "version": registry.version,
        "language": actor.language,
        "user": user,
        "currency": settings.ZHIKE_CURRENCY,
        "live_url": live_url,
        "demo": settings.ZHIKE_DEMO,
        "attributes": [
            {
                "key": one.key,
                "label": both(one.label),
                "options": [{"key": key, "label": both(label)} for key, label in one.options],
            }
            for one in policy.attributes
        ],
        "objects": [
            object_meta(type_, policy)
            for type_ in all_seen(policy)
            if policy.may(type_.key, "view")
        ],
    }
