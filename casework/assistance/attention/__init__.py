"""What needs doing about help, in a set of cases."""
