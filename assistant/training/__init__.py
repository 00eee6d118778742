"""The model at school: the one room that imports torch."""
