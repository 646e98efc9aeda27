"""The records room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Entries, links and the idempotency keys of the record API."""

    name = "zhike.platform.records"
    label = "records"

    def ready(self) -> None:
        """The history of a record is the first source of its timeline."""
        from zhike.kit.sql import Sql
        from zhike.platform.identity.profile import fact, register_fact
        from zhike.platform.metadata.actions import when_field_made
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.history import change_items
        from zhike.platform.records.jobs import number_when_made
        from zhike.platform.records.models import CustomRecord
        from zhike.platform.records.query.compile import rule_condition
        from zhike.platform.records.query.reach import plug_rule_compiler
        from zhike.platform.records.timeline import register_timeline

        registry.plug_shared(CustomRecord)
        register_timeline(change_items)
        plug_rule_compiler(rule_condition)
        when_field_made(number_when_made)
        # `contact:view` when any contact is shared with the person, a team or a department of theirs, so that others pay
        # nothing for it.
        register_fact(
            "shares",
            Sql(
                "ARRAY(SELECT DISTINCT e.object || ':' || a.access FROM records_share s"
                " JOIN records_entry e ON e.id = s.entry_id"
                " JOIN (VALUES ('view', 'view'), ('edit', 'view'), ('edit', 'edit')) a (given, access)"
                " ON a.given = s.access"
                " WHERE s.user_id = u.id OR s.team_id IN"
                " (SELECT m.team_id FROM identity_membership m WHERE m.user_id = u.id)"
                " OR s.department_id = ANY(("
            )
            + fact("departments")
            + Sql(")::uuid[]) ORDER BY 1)"),
        )
