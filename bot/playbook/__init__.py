"""The playbook's words as data, one file a language, and how they are read and checked."""
