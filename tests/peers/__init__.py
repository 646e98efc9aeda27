"""What happened to others, tried on this house: one file for each class of published vulnerabilities of systems like ours.

The classes are numbered as in `docs/proof.md`. What the tests of rights prove for every route is not repeated here.
"""
