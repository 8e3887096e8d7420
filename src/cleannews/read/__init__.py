"""raw → lines."""
