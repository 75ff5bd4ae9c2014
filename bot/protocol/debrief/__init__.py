"""The debrief: its steps, what comes of them, the draft for the client (protocol, section 4). Pure."""
