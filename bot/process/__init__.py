"""What keeps the process well: start and end, the supervisor, the watchdog, health, logs."""
