"""The one exception that a musician may read."""


class AntiphonError(Exception):
    """Something the user can mend: its text is one clear sentence that says what is wrong and what to do."""
