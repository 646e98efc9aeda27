"""An import begun for with a token is limited as the token was."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_cells_left_empty")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100), null=True, size=None
            ),
        ),
    ]
