"""Forms about people and their cases."""
