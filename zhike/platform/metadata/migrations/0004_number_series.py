"""The series that automatic numbers are taken from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metadata", "0003_custom_object")]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=40)),
                ("period", models.CharField(blank=True, max_length=10)),
                ("following", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["object", "key", "period"], name="metadata_numberseries_once"
                    )
                ]
            },
        ),
    ]
