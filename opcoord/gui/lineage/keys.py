"""The one key that shows where a number comes from."""

from __future__ import annotations

#: Opens the path of the number under the keyboard, on every page that shows numbers.
PATH_KEY = "Ctrl+L"
