"""The window: thin Qt adapters over the session."""
