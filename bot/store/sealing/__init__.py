"""Words under the notes' key: which columns are sealed, the cipher, and the change of a key."""
