"""Invented people and cases, for a demonstration and for measuring: nobody here exists."""
