"""Pages about people and their cases."""
