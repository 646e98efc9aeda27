"""The models of the room, where Django looks for them."""

from zhike.foundation.catalog.product.model import Product

__all__ = ["Product"]
