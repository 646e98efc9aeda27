"""Do the tests notice? The code that decides who may is changed in one place at a time, and some test must fail each time.

`make mutation` runs it; `docs/proof.md` says what it found. Tools that do the same run the tests inside a process they
forked from one with open connections, and die beside the embedded database; here a process is forked before there are any.
"""
