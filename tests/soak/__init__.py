"""An hour's load on the real program in a process of its own: what it holds at the end is what it held before.

`./run soak [SECONDS]`. The suite has no short form: what it looks for shows after minutes.
"""
