"""What people open. Modules never import one another."""
