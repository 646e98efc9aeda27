"""Model columns that know their field kind.

Each is an ordinary Django field; migrations record the plain Django class, so a migration never depends on this file.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.platform.metadata.kinds.choice import Option
from zhike.platform.metadata.kinds.text import HTML_LIMIT, URL_LIMIT


class KindMixin:
    """Carries the kind and its settings; keeps both out of migrations."""

    kind = ""
    plain = ""

    def __init__(self, *args: Any, settings: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.settings: dict[str, Any] = settings or {}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Describe the column as its plain Django class."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]  # the mixin stands before a Field
        return name, self.plain, args, kwargs


class Html(KindMixin, models.TextField):  # type: ignore[type-arg]
    """The HTML of a mail, made safe when it is saved."""

    kind, plain = "long_text", "django.db.models.TextField"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(settings={"html": True, "limit": HTML_LIMIT}, **kwargs)


class Choice(KindMixin, models.CharField):  # type: ignore[type-arg]
    """One of `options`, stored by key."""

    kind, plain = "choice", "django.db.models.CharField"

    def __init__(self, options: Sequence[Option] = (), **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("null", "default" not in kwargs)
        super().__init__(settings={"options": tuple(options)}, **kwargs)


class Tags(KindMixin, ArrayField):  # type: ignore[type-arg]
    """A list of short texts; `item` is "email" or "phone" where each is one."""

    kind, plain = "tags", "django.contrib.postgres.fields.ArrayField"

    def __init__(self, *, item: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("base_field", models.TextField())
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(settings={"item": item} if item else {}, **kwargs)


class Currency(models.CharField):  # type: ignore[type-arg]
    """The ISO 4217 code beside an amount; not a field of its own."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Describe the column as a plain CharField."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Money(KindMixin, models.DecimalField):  # type: ignore[type-arg]
    """An amount; adds `<name>_currency` beside itself."""

    kind, plain = "money", "django.db.models.DecimalField"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 19)
        kwargs.setdefault("decimal_places", 4)
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        """Add both columns. In a migration's historical model the currency column is listed by itself."""
        super().contribute_to_class(cls, name, private_only)
        if cls.__module__ != "__fake__":
            Currency(max_length=3, null=True, blank=True).contribute_to_class(
                cls, f"{name}_currency"
            )


class Email(KindMixin, models.CharField):  # type: ignore[type-arg]
    """A normalised e-mail address."""

    kind, plain = "email", "django.db.models.CharField"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 254, "null": True, "blank": True, **kwargs})


class Phone(KindMixin, models.CharField):  # type: ignore[type-arg]
    """A number in E.164."""

    kind, plain = "phone", "django.db.models.CharField"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 32, "null": True, "blank": True, **kwargs})


class Url(KindMixin, models.CharField):  # type: ignore[type-arg]
    """An http or https address."""

    kind, plain = "url", "django.db.models.CharField"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": URL_LIMIT, "null": True, "blank": True, **kwargs})


class Address(KindMixin, models.JSONField):
    """A postal address."""

    kind, plain = "address", "django.db.models.JSONField"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"null": True, "blank": True, **kwargs})


class Json(KindMixin, models.JSONField):
    """A value whose shape its object checks, such as the filter of a segment."""

    kind, plain = "json", "django.db.models.JSONField"


class Person(KindMixin, models.ForeignKey):  # type: ignore[type-arg]
    """A user. People are never deleted, only disabled."""

    kind, plain = "person", "django.db.models.ForeignKey"

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "to": "identity.User",
            "null": True,
            "blank": True,
            "on_delete": models.PROTECT,
            "related_name": "+",
            **kwargs,
        }
        super().__init__(**kwargs)


class Lookup(KindMixin, models.ForeignKey):  # type: ignore[type-arg]
    """Another record. `related_name` becomes the relation's key on the other object."""

    kind, plain = "lookup", "django.db.models.ForeignKey"

    def __init__(self, to: Any, *, optional: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("on_delete", models.SET_NULL if optional else models.PROTECT)
        kwargs.setdefault("null", optional)
        kwargs.setdefault("blank", optional)
        super().__init__(to=to, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As a plain ForeignKey, which knows nothing of `optional`."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("optional", None)
        return name, path, args, kwargs
