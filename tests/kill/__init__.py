"""SIGKILL at random moments of debriefs, and the count of what was lost, doubled, stuck or said twice.

`python -m tests.kill 200` runs it and prints figures; `tests/kill/test_kill.py` holds the short form. The same on a
reminder's way: `python -m tests.kill --reminders 50`, `tests/kill/test_kill_reminders.py`.
"""
