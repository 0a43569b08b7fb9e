"""The application with PostgreSQL built in: for a demonstration, for development and for tests."""


class EmbeddedError(Exception):
    """Something stands in the way; the message tells the person at the terminal what to do."""
