"""The draft check: what a program can see in a text before it goes to the client (R1, protocol section 4). Pure."""
