"""What objects and fields there are, of which kinds, and what an administrator added to them."""
