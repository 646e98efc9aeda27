"""What all tests share: the database, the cast, and the tests that look at the whole house."""
