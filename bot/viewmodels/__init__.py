"""What a screen is drawn from, one noun a file. Pure."""
