"""Formulas: an expression over the fields of a record, checked when it is saved and compiled into one SQL expression.

`syntax` reads the text into a tree; `values` says what fields are to a formula; `functions` is the catalogue; `check` gives
every part its type and its SQL; `fields` joins formulas with the objects they belong to. Nothing here runs a formula: the
database does.
"""
