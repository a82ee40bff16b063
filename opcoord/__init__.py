"""opcoord: plan the phases of a regional operation, read the forces' returns and print what they add up to."""

__version__ = "0.1.0"
