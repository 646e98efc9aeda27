"""The consent room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The ledger of consents, how consent stands now, and suppressed addresses. None of them is a record."""

    name = "zhike.foundation.consent"
    label = "consent"
