"""Pieces to and from files on disk."""
