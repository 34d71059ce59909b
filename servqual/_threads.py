"""How many threads linear algebra takes."""

from __future__ import annotations

import threading
from contextlib import ContextDecorator
from typing import Any


class _OneThread(ContextDecorator):
    """A context, or a decorator, in which linear algebra keeps to the thread that asks for it.

    Its own threads would fight over the cores with ours, or with other programs: on the small
    matrices of a survey they gain nothing, and wait for each other many times as long as they work.
    Several threads may be inside at once: the first to come sets the limit, the last to leave
    restores what was before.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._limits: Any = None

    def __enter__(self) -> None:
        from threadpoolctl import threadpool_limits

        with self._lock:
            if not self._inside:
                self._limits = threadpool_limits(limits=1, user_api="blas")
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limits.restore_original_limits()


one_blas_thread = _OneThread()
