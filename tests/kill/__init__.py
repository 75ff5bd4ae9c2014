"""SIGKILL at random moments of debriefs, and the count of what was lost, doubled, stuck or said twice.

`python -m tests.kill 200` runs it and prints figures; `tests/test_kill.py` holds the short form.
"""
