"""The parting check: its steps and the verdict (protocol, section 7). Pure."""
