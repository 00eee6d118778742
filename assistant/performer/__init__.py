"""Real time in a process of its own: MIDI ports, clock, player, recorder and synth."""
