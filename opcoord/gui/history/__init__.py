"""What was done, when and by whom."""
