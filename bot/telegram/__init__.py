"""Between screens and Telegram: typed callback data, rendering, and the lanes that send.

No `parse_mode` is used anywhere, so nothing a person types can break a message.
"""
