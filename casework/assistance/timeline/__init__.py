"""What records of help tell on the timeline of a case."""
