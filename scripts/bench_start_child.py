"""The process whose start is measured: "ours" or "peer". Imports nothing that the measured program does not."""

import os
import sys


def _shown() -> int:
    """In place of Qt's loop: run it until the window was painted, say so and end."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    sys.stdout.write("shown\n")
    sys.stdout.flush()
    os._exit(0)


def _ours() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.exec = staticmethod(_shown)  # type: ignore[method-assign]
    sys.argv = ["opcoord"]
    from opcoord.__main__ import main

    main()


def _peer() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    assert application is not None
    _shown()


if __name__ == "__main__":
    _ours() if sys.argv[1] == "ours" else _peer()
