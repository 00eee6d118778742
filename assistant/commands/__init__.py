"""The sub-commands of the antiphon command, one small module each."""
