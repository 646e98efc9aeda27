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
        # Their own departments, those they head, and all above. UNION ends a circle, should there ever be one.
        register_fact(
            "departments",
            Sql(
                "ARRAY(WITH RECURSIVE above (id) AS ("
                "SELECT p.department_id FROM identity_departmentmember p WHERE p.user_id = u.id"
                " UNION SELECT h.id FROM identity_department h WHERE h.head_id = u.id"
                " UNION SELECT d.parent_id FROM identity_department d JOIN above a ON d.id = a.id"
                " WHERE d.parent_id IS NOT NULL)"
                " SELECT a.id::text FROM above a ORDER BY 1)"
            ),
        )
        register_fact(
            "attributes",
            Sql(
                "ARRAY(SELECT v.attribute_id || ':' || v.value FROM access_personvalue v"
                " WHERE v.user_id = u.id ORDER BY 1)"
            ),
        )
        register_fact("rights", Sql("ARRAY(SELECT s.stamp::text FROM access_rightsstamp s)"))
        plug_authority(PolicyAuthority())
