"""From what a figure cell says to an amount, or to the question that must be asked."""
