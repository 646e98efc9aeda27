"""Mail going out over SMTP: the server, messages, connections that are kept, and the mailbox of the demo."""
