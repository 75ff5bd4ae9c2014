"""What every room may use: the clock, waiting, backoff, a heartbeat, a file lock, tracebacks without words."""
