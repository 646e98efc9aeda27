"""Files become records of any object: read, map columns, try out, run in the background, report every row that failed.

Knows specs, never an object: what an object adds to its import comes as an `ImportProfile` it registers.
"""
