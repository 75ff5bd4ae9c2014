"""Loops beside the conversation, each woken or at its time: reminders, files, pictures, backups, and their like."""
