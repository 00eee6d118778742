"""Antiphon, a composition assistant that answers a musician's phrase."""
