"""The lanes under the notes: velocities and controllers, on the note area's time axis."""
