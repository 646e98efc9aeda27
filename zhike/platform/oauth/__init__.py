"""Apps of third parties: people let them act in their name, within scopes, by OAuth 2.1. See decision 16."""
