"""`./run doctor`: what is wrong with an installation, and the updates that could not be handled."""
