"""Records: what every object shares, with one way in (actions) and one way out (the query)."""
