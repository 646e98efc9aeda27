"""By which token or app a file was asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0002_scopes")]

    operations = [
        migrations.AddField("export", "through", models.TextField(blank=True, default="")),
    ]
