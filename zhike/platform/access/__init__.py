"""Who may do what: roles, row scope, and the one `Policy` every read and write asks."""
