"""Whom the directory made, as only they get another address from it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("provisioning", "0001_first")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="provisioneduser",
            name="made",
            field=models.BooleanField(default=False),
        ),
    ]
