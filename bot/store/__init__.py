"""The only SQL of the program. A unit of work is a function over `Connection`, which handlers pass on unopened."""
