"""One file per kind of provider, each behind the protocol in `kind.py`."""
