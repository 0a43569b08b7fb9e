"""Pages of help and what surrounds it: one module for each subject."""
