"""Recognises agencies and measures by the names that people type."""
