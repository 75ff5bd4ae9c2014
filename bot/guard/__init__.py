"""What keeps the running bot from harm: one instance, a watchdog, the heartbeat, backups (failures)."""
