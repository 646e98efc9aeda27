"""The room's public addresses, outside the API."""

from zhike.modules.marketing.tracking.pages import urlpatterns

__all__ = ["urlpatterns"]
