"""What takes too long to count while somebody waits. No names of anybody are kept here, only numbers."""

from typing import Any

from django.db import models


class KeptHome(models.Model):
    """The home page's numbers for the rows that certain rights reach; `change` is the newest change they know of."""

    key = models.CharField(max_length=64, primary_key=True)
    numbers: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    counted_at = models.DateTimeField(db_index=True)
    change = models.CharField(max_length=36, blank=True)
