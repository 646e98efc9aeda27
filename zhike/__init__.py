"""Zhike: a self-hosted customer platform in one Python package."""

__version__ = "0.1.0"
