"""The style of the house as tests. Each rule says what it keeps and why; exceptions are listed with their reason."""
