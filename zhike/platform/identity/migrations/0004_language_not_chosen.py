"""A person who has chosen no language follows their browser."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0003_factors_and_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
    ]
