"""Runs everything of one installation in the foreground: database, web, worker, live updates, and in a demo a mailbox."""
