"""The piano roll: painter, coordinates, gestures and selection."""
