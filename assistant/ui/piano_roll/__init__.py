"""The piano roll widget; view.py assembles it."""
