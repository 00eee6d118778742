"""What prints the figures that stand beside published ones."""
