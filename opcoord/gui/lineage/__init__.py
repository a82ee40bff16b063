"""The path of one number: from the total to the cells it was read from."""
