"""The state machine: a run is a list of answers, its table gives the present step. Pure."""
