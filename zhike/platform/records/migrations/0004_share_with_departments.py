"""Records opened to departments."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0003_trash"), ("identity", "0002_departments")]

    operations = [
        migrations.AddField(
            model_name="share",
            name="department",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="identity.department",
            ),
        ),
        migrations.RemoveConstraint(model_name="share", name="records_share_one_receiver"),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(
                fields=("entry", "department"), name="records_share_department_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                name="records_share_one_receiver",
                condition=Q(user__isnull=False, team__isnull=True, department__isnull=True)
                | Q(user__isnull=True, team__isnull=False, department__isnull=True)
                | Q(user__isnull=True, team__isnull=True, department__isnull=False),
            ),
        ),
    ]
