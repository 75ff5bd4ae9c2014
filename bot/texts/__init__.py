"""The interface wording in every language, read once at start and looked up by key."""
