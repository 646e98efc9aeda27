"""Apps of third parties and what people allowed them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import zhike.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0006_scoped_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppGrant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhike.kit.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="app_grants",
                        to="identity.user",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GrantToken",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="of_app",
                        serialize=False,
                        to="identity.apitoken",
                    ),
                ),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="oauth.appgrant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OAuthApp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhike.kit.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("confidential", models.BooleanField()),
                ("secret_hash", models.CharField(max_length=64, null=True)),
                (
                    "redirect_uris",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500), size=None
                    ),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "service_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.user",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="appgrant",
            name="app",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="grants",
                to="oauth.oauthapp",
            ),
        ),
        migrations.CreateModel(
            name="AppCode",
            fields=[
                ("code_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None
                    ),
                ),
                ("redirect_uri", models.CharField(max_length=500)),
                ("challenge", models.CharField(max_length=43)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identity.user",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="oauth.appgrant",
                    ),
                ),
                (
                    "app",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="oauth.oauthapp",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="oauthapp",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confidential", True), ("secret_hash__isnull", False)),
                    models.Q(("confidential", False), ("secret_hash__isnull", True)),
                    _connector="OR",
                ),
                name="oauth_app_secret_when_confidential",
            ),
        ),
    ]
