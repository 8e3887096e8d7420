"""Columns in and out, and files of any size."""
