"""The change log as administrators read it: who did what, when and through what; and what of it is worth a second look.

Reads the log and writes nothing into it but flags. Stands above the other rooms, because the log speaks of all of them.
"""
