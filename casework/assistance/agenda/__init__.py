"""What takes place around help."""
