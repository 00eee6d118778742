"""The model at play: events, constraints, sampling and the NumPy stepper."""
