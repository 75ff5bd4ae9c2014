"""Rows made into view models, one noun a file."""
