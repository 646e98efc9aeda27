"""The models of the room, where Django looks for them."""

from zhike.foundation.customer.company.model import Company
from zhike.foundation.customer.contact.model import Contact

__all__ = ["Company", "Contact"]
