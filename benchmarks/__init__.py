"""What the program costs, measured: each module prints its figures (`./run bench`, `python -m benchmarks.step`)."""
