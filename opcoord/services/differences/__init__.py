"""What differs between two files of one operation, and what of the other's is taken over."""
