"""Updates become durable rows before Telegram may forget them, and are handled in each chat's order."""
