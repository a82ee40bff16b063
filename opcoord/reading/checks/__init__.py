"""What is odd about figures that were read: sums, history, and what should not be in a return."""
