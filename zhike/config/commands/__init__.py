"""One file per subcommand of `zhike`.

They import Django and the rooms only inside `run`, so that `zhike --help` is quick and the database can be started
before settings read where it is.
"""
