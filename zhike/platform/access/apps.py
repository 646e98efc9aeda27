"""The room as a Django app: tells identity who has which roles, and who may manage people."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms below this one ask for rights without knowing it."""
        from zhike.kit.sql import Sql
        from zhike.platform.access.authority import PolicyAuthority
        from zhike.platform.identity.ports import plug_authority
        from zhike.platform.identity.profile import register_fact

        register_fact(
            "roles",
            Sql(
                "ARRAY(SELECT r.role FROM access_roleassignment r"
                " WHERE r.user_id = u.id ORDER BY r.role)"
            ),
        )
        register_fact("rights", Sql("ARRAY(SELECT s.stamp::text FROM access_rightsstamp s)"))
        plug_authority(PolicyAuthority())
