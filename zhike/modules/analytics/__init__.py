"""Numbers over all customers: the home page."""
