"""The operation's own data: details, agencies, measures."""
