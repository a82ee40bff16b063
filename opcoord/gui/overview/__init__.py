"""Where are we: the page that answers in five seconds."""
