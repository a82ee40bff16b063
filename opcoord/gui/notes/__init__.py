"""What is to be remembered: queries, promises and remarks, where they are written and settled."""
