"""The statements, one noun a file: each takes a `Connection` and gives rows or plain data."""
