"""The models of the room, where Django looks for them."""

from zhike.foundation.activity.activity.model import Activity

__all__ = ["Activity"]
