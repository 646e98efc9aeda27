"""A person: who they are, how to reach them, and what they have bought."""
