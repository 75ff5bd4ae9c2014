"""Updates that Telegram would hardly send, and neighbours that must not notice."""
