"""The models of the room, where Django looks for them."""

from zhike.foundation.purchase.order.model import Order, OrderLine

__all__ = ["Order", "OrderLine"]
