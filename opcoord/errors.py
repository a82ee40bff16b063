"""The two families of faults: what a coordinator can act on, and everything else (a bug)."""


class OpcoordError(Exception):
    """Something a coordinator can act on: what is wrong (`message`) and what to do next (`hint`).

    Both are plain sentences that can be shown as they are; neither ever holds a traceback.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Cancelled(Exception):
    """The user stopped a long task; whoever sees it rolls back and says nothing."""
