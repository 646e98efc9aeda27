"""What of an entry a reader may be found things by: all of it, or only the words of fields they see whole.

The search vector keeps a weight with each word. A weight whose fields are not all seen whole is left out of the vector
before anything is compared or ranked, so no answer depends on what is hidden.
"""

from dataclasses import dataclass

from zhike.kit.sql import Sql
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.columns import entry_title


@dataclass(frozen=True, slots=True)
class Sight:
    """`searched` are the objects with any words to find by, `titled` those whose titles are seen whole.

    `columns` are `id, object, title, sort_key, search` of the entry alias `e`, and `vector` its search vector.
    """

    searched: tuple[str, ...]
    titled: tuple[str, ...]
    columns: Sql
    vector: Sql
    whole: bool


_ALL = Sql("e.search")


def sight_of(policy: Policy, objects: tuple[str, ...]) -> Sight:
    """What the reader may be found things by, among objects they may view."""
    if not policy.limits_fields:
        columns = Sql("e.id, e.object, e.title, e.sort_key, e.search")
        return Sight(objects, objects, columns, _ALL, whole=True)
    seen = [seen_by(policy, key) for key in objects]
    weights = {type_.key: _weights(type_) for type_ in seen}
    searched = tuple(key for key in objects if weights[key])
    titled = tuple(
        type_.key
        for type_ in seen
        if type_.key in searched and type_.title is not None and not type_.title.masked
    )
    limited = [
        type_ for type_ in seen if set(weights[type_.key]) != set(type_.spec.search.values())
    ]
    vector = _by_object(
        [
            (type_.key, Sql('ts_filter(e.search, %s::"char"[])', (_array(weights[type_.key]),)))
            for type_ in limited
        ],
        _ALL,
    )
    keys = _by_object(
        [(key, Sql("''")) for key in searched if key not in titled], Sql("e.sort_key")
    )
    columns = Sql.join(
        ", ",
        [
            Sql("e.id, e.object"),
            entry_title(policy, "e") + Sql(" AS title"),
            keys + Sql(" AS sort_key"),
            vector + Sql(" AS search"),
        ],
    )
    return Sight(searched, titled, columns, vector, whole=not limited)


def _weights(type_: ObjectType) -> list[str]:
    """The weights all of whose fields are seen whole."""
    spec = type_.spec.search
    hidden = {
        weight
        for path, weight in spec.items()
        if path not in type_.fields or type_.fields[path].masked
    }
    return sorted(set(spec.values()) - hidden)


def _array(weights: list[str]) -> str:
    return "{" + ",".join(weight.lower() for weight in weights) + "}"


def _by_object(cases: list[tuple[str, Sql]], otherwise: Sql) -> Sql:
    if not cases:
        return otherwise
    whens = [Sql(" WHEN %s THEN ", (key,)) + value for key, value in cases]
    return Sql("CASE e.object") + Sql.join("", whens) + Sql(" ELSE ") + otherwise + Sql(" END")
