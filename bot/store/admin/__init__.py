"""What is done to a whole database: moved, restored, copied for a backup."""
