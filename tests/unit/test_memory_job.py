"""The memory limit as Windows is asked for it, with a Windows that writes down what it is asked."""

from __future__ import annotations

import ctypes
import struct
from types import SimpleNamespace

import pytest

from opcoord.excel.memory_job import limit_by_job

LIMIT = 1024 * 1024 * 1024
JOB, PROCESS = 0x1F4, 2**64 - 1


class Kernel:
    """What kernel32 would be given; `refuses` names the call that fails."""

    def __init__(self, refuses: str = "") -> None:
        self.calls: list[tuple[object, ...]] = []
        for name in (
            "CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject", "GetCurrentProcess"
        ):  # fmt: skip
            setattr(self, name, self._function(name, name == refuses))

    def _function(self, name: str, refuses: bool) -> object:
        answers = {"CreateJobObjectW": JOB, "GetCurrentProcess": PROCESS}

        def call(*given: object) -> int:
            if name == "SetInformationJobObject":
                job, kind, limits, size = given
                assert isinstance(size, int)
                given = (job, kind, ctypes.string_at(limits, size))  # type: ignore[arg-type]
            self.calls.append((name, *given))
            return 0 if refuses else answers.get(name, 1)

        return _Callable(call)


class _Callable(SimpleNamespace):
    """A foreign function: has argument types that can be set, and can be called."""

    def __init__(self, call: object) -> None:
        super().__init__(call=call)

    def __call__(self, *given: object) -> object:
        return self.call(*given)


@pytest.mark.skipif(struct.calcsize("P") != 8, reason="places of 64-bit Windows")
def test_the_limit_stands_where_windows_looks_for_it() -> None:
    kernel = Kernel()
    assert limit_by_job(LIMIT, kernel)
    names = [call[0] for call in kernel.calls]
    assert names == [
        "CreateJobObjectW", "SetInformationJobObject", "GetCurrentProcess", "AssignProcessToJobObject"
    ]  # fmt: skip
    _, job, kind, limits = kernel.calls[1]
    assert (job, kind) == (JOB, 9)
    assert isinstance(limits, bytes) and len(limits) == 144
    # winnt.h: LimitFlags lies at 16, ProcessMemoryLimit at 112; all else is nought.
    assert struct.unpack_from("<I", limits, 16) == (0x100,)
    assert struct.unpack_from("<Q", limits, 112) == (LIMIT,)
    assert limits.count(0) == 144 - 2
    assert kernel.calls[3] == ("AssignProcessToJobObject", JOB, PROCESS)


@pytest.mark.parametrize(
    "refuses", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"]
)
def test_without_the_limit_reading_goes_on(refuses: str) -> None:
    assert not limit_by_job(LIMIT, Kernel(refuses))
