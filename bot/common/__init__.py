"""What every room may use: the clock, backoff, the heartbeat's file, a file lock, tracebacks without words."""
