"""Every table is either of records, with a declared object, or here with the reason why it is none."""

import ast

from django.apps import apps

from tests.architecture.source import dotted, name, product, tree
from zhike.platform.metadata.registry import registry
from zhike.platform.records.models import CustomRecord, Record

NOT_RECORDS = {
    "identity.User": "a person who works here; records point at it as their owner",
    "identity.Team": "who sees whose records",
    "identity.Membership": "who is in which team",
    "identity.Department": "a part of the house, in a tree",
    "identity.DepartmentMember": "who is in which department",
    "identity.Session": "a signed-in browser",
    "identity.ApiToken": "a program's key, stored as its hash",
    "identity.TotpFactor": "an authenticator app; its seed is sealed",
    "identity.RecoveryCode": "a code good for one sign-in, stored as its hash",
    "identity.Passkey": "the public half of a key pair that proves a person",
    "identity.Invitation": "somebody asked to join who has not answered yet",
    "identity.ResetLink": "the one link to a new password, stored as its hash",
    "identity.Workspace": "what the organisation is called; one row",
    "identity.IdentityProvider": "another system that vouches for people; its secret is sealed",
    "identity.Identity": "whom a provider means by one of its people",
    "identity.PostedAnswer": "a sign-in on its way from a provider to our own page, for two minutes; then hashes",
    "identity.WorkspaceSecurity": "what the workspace demands of a sign-in; one row",
    "identity.SignInFailure": "counts wrong passwords",
    "oauth.OAuthApp": "an app of third parties that may ask people to be let in",
    "oauth.AppGrant": "what one person allowed one app",
    "oauth.AppCode": "what an app gets its first tokens for, stored as its hash",
    "oauth.GrantToken": "which token came of what was allowed",
    "provisioning.ProvisionedUser": "what the directory calls a person",
    "provisioning.ProvisionedTeam": "what the directory calls a team",
    "provisioning.ProvisioningRules": "what the directory may do; one row",
    "access.RoleAssignment": "who has which role",
    "access.PersonAttribute": "what may be noted of people",
    "access.PersonValue": "what is noted of a person",
    "access.RightsStamp": "names the state of all rights",
    "access.SharingRule": "opens records by filter",
    "changes.Seal": "binds stretches of the log to all before",
    "access.StoredRole": "what administrators changed about a role",
    "records.Share": "opens one record to one person or team",
    "rights.AccessReview": "a round of questions about who still needs which role",
    "rights.ReviewItem": "one of these questions and its answer",
    "changes.Change": "the change log",
    "changes.Cursor": "how far each consumer has read the change log",
    "jobs.Progress": "long work, for the person who waits",
    "metadata.CustomObject": "what an object is, not a record of it",
    "metadata.CustomField": "what a field is, not a value",
    "metadata.SavedView": "a saved way to look at a list",
    "metadata.NumberSeries": "where a count stands, moved only with the records that take from it",
    "metadata.MetadataVersion": "one number that says whether metadata changed",
    "consent.Consent": "the ledger of what each person agreed to; only ever added to",
    "consent.ConsentState": "the last line of the ledger for each person and purpose, for speed",
    "consent.Suppression": "addresses nobody may write to, also of people who are gone",
    "changes.Keeping": "for how long the log is kept, and what its verification found",
    "audit.Watch": "how far the log was looked through",
    "audit.SeenFlags": "which flags an administrator has seen",
    "exports.Export": "the state of a file that was asked for",
    "imports.Import": "one file on its way in; what comes of it are records",
    "imports.ImportedRow": "which row became which record, so a repeated batch changes nothing twice",
    "imports.RowProblem": "why a row was refused",
    "segment.SegmentCount": "how many members a segment had on a day",
    "purchase.OrderLine": "part of an order, read and written with it",
    "marketing.Recipient": "one mail of a campaign to one person, and how far it got",
    "marketing.MailEvent": "an open, a click, an unsubscription; only ever added to",
    "analytics.KeptHome": "numbers counted from records, kept a while; no names",
    "mail.SinkMessage": "mail kept by the demo's mailbox",
    "records.Entry": "the thin row every record shares its id with",
    "records.Link": "two records that belong together",
    "records.IdempotentAnswer": "an answer kept for a repeated request",
}


def test_every_model_is_a_record_or_listed_with_a_reason() -> None:
    own = [model for model in apps.get_models() if model.__module__.startswith("zhike.")]
    undeclared = {
        model._meta.label
        for model in own
        if not issubclass(model, Record) and model._meta.label not in NOT_RECORDS
    }
    assert undeclared == set()


def test_every_record_has_an_object() -> None:
    declared = {spec.model for spec in registry.declared.values()} | {CustomRecord}
    records = {model for model in apps.get_models() if issubclass(model, Record)}
    assert records - declared == set()


def test_only_writes_name_the_table_of_an_object() -> None:
    """Objects that administrators made share a table: what is read stands in `spec.rows`, which holds one object's own."""
    named = {
        name(path)
        for path in product()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"table", "all_rows", "_default_manager"}
        and dotted(node).split(".")[-2:-1] == ["spec"]
    }
    assert named == {
        "zhike/platform/records/actions/bulk.py",
        "zhike/platform/records/actions/bulk_write.py",
        "zhike/platform/records/actions/numbers.py",
        "zhike/platform/records/indexes.py",
        "zhike/platform/records/query/reach.py",  # about many objects at once
    }


def test_no_table_of_the_list_has_gone() -> None:
    known = {model._meta.label for model in apps.get_models()}
    assert set(NOT_RECORDS) - known == set()
