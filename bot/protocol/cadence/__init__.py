"""Staying in touch: when a client is anxious, what is planned, which promises stand (protocol, section 8). Pure."""
