"""What is one's own, without a database or Telegram: files that are taken out, and files that are brought in. Pure."""
