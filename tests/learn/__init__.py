"""Learning a publisher from its own articles."""
