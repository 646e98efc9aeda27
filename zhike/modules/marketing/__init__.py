"""Marketing by mail: templates, campaigns that respect consent, what they led to, and the links inside mails."""
