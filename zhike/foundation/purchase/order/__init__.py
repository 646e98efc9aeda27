"""An order: what somebody bought, when, for how much."""
