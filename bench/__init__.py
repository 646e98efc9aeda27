"""Measures speed: `make bench`. Figures are ratios against a floor taken in the same run, so they travel between machines."""
