"""Templates of mails: merge fields, previews and test mails."""
