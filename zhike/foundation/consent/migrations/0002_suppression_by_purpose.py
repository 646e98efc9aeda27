"""Suppression by purpose: who unsubscribed said no to marketing mail, every other reason is about the address itself."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

FORTH = """
SET LOCAL lock_timeout = '5s';
ALTER TABLE consent_suppression ADD COLUMN purpose varchar(20) NOT NULL DEFAULT 'all';
ALTER TABLE consent_suppression ALTER COLUMN purpose DROP DEFAULT;
UPDATE consent_suppression SET purpose = 'marketing' WHERE reason = 'unsubscribed';
ALTER TABLE consent_suppression DROP CONSTRAINT consent_suppression_pkey;
ALTER TABLE consent_suppression ADD PRIMARY KEY (email, purpose);
"""
BACK = """
DELETE FROM consent_suppression x WHERE purpose <> 'all' AND EXISTS
    (SELECT 1 FROM consent_suppression y WHERE y.email = x.email AND y.purpose < x.purpose);
ALTER TABLE consent_suppression DROP CONSTRAINT consent_suppression_pkey;
ALTER TABLE consent_suppression ADD PRIMARY KEY (email);
ALTER TABLE consent_suppression DROP COLUMN purpose;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0001_initial"),
        ("identity", "0001_first"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORTH, BACK)],
            state_operations=[
                migrations.DeleteModel(name="Suppression"),
                migrations.CreateModel(
                    name="Suppression",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "email",
                                "purpose",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("email", models.CharField(max_length=254)),
                        ("purpose", models.CharField(max_length=20)),
                        ("reason", models.CharField(max_length=20)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="identity.user",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("email", django.db.models.functions.text.Lower("email"))
                                ),
                                name="consent_suppression_lower",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
