"""Who is there: people, teams, sign-in, sessions and API tokens. Knows nothing of rights, records or the change log."""
