"""Finds the return in our own form, wherever its rows went."""
