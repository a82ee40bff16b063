"""Finds the figures in a table of any shape that is not our own form."""
