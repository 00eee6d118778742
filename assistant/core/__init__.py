"""The musical domain: immutable values and pure edits, on the standard library and NumPy only."""
