"""The tables, one noun a file; `migrations/` makes them."""
