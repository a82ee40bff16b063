"""Planning phases: timeline, table, editor."""
