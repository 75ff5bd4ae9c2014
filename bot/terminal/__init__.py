"""The try-out: a Telegram of one person in the terminal.

Nothing is imported here, so that `bot.terminal.hello` can speak before aiogram is loaded, which takes seconds.
"""
