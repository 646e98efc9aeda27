"""A filter as a sentence in both languages."""

from zhike.kit.language import Text
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.filters import Node


def describe_filter(actor: Actor, object_key: str, node: Node) -> Text:
    """The filter in words. Raises UnknownObject."""
    label = registry.get(object_key).spec.text("plural")
    return Text(f"{label.en} of this filter", f"符合条件的{label.zh}")
