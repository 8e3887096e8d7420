"""Tests. `python -m pytest` runs all; each file says what it is about."""
