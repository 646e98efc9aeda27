"""A product, found by its article number or its name."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from zhike.platform.metadata.columns import Money
from zhike.platform.records.models import ALIVE, Record


class Product(Record):
    """`sku` is the article number; `price` the list price, from which orders may differ."""

    object_key = "product"

    name = models.CharField(max_length=200)
    sku = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=100, blank=True)
    price = Money()
    active = models.BooleanField(default=True)
    description = models.TextField(blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(Lower("sku"), name="catalog_product_sku", condition=ALIVE),
            models.Index(Lower("name"), name="catalog_product_name", condition=ALIVE),
        ]

    def __str__(self) -> str:
        return self.name
