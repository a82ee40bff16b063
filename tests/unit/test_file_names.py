"""Names for files that Windows takes too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord.model.file_names import plain_file_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Operation Scorpion", "Operation Scorpion"),
        (" Scorpion: phase 1/2? ", "Scorpion  phase 1 2"),
        ("Scorpion...", "Scorpion"),
        ("tab\tand line\nend", "tab and line end"),
        ("...", ""),
        ("Con", "_Con"),
        ("nul.opcoord", "_nul.opcoord"),
        ("COM1 .xlsx", "_COM1 .xlsx"),
        ("Connaught", "Connaught"),
        ("COM10", "COM10"),
    ],
)
def test_a_name_is_made_plain(text: str, name: str) -> None:
    assert plain_file_name(text) == name


@given(st.text())
def test_a_plain_name_stays_as_it_is(text: str) -> None:
    name = plain_file_name(text)
    assert plain_file_name(name) == name
    assert not set(name) & set('\\/:*?"<>|\t\n')
