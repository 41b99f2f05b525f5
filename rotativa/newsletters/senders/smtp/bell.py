"""How other threads wake the one that watches the connections."""

import contextlib
import os


class Bell:
    """Rung by other threads, heard by the one that watches the connections."""

    def __init__(self) -> None:
        self.end, self.button = os.pipe()
        os.set_blocking(self.end, False)
        os.set_blocking(self.button, False)

    def fileno(self) -> int:
        return self.end

    def ring(self) -> None:
        with contextlib.suppress(BlockingIOError):  # it has been rung often enough
            os.write(self.button, b"!")

    def answer(self) -> None:
        with contextlib.suppress(BlockingIOError):  # nobody rang
            os.read(self.end, 4096)

    def close(self) -> None:
        os.close(self.end)
        os.close(self.button)
