"""One thing done, or to be done, with a customer."""
