"""The refusal of a whole file."""

from __future__ import annotations

from opcoord.errors import OpcoordError

SAVE_AGAIN = "Ask the force to open it in Excel, save it as an Excel Workbook (.xlsx) and send it again."
SEND_AGAIN = "Ask the force to send it again."


class RefusedFile(OpcoordError):
    """A file of which nothing was read: `code` for programs, one sentence and a hint for people."""

    def __init__(self, code: str, message: str, hint: str = SAVE_AGAIN) -> None:
        super().__init__(message, hint)
        self.code = code


def damaged() -> RefusedFile:
    """The refusal of a file whose bytes do not hang together."""
    return RefusedFile("damaged", "The file is damaged or incomplete.", SEND_AGAIN)


def unsafe_xml() -> RefusedFile:
    """The refusal of a file that could make a parser fetch or multiply things."""
    return RefusedFile("unsafe-xml", "The file contains unsafe XML, which Excel never writes.")
