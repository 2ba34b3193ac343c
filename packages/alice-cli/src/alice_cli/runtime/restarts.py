"""How often a part may crash."""

import time
from collections import deque
from collections.abc import Callable

LIMIT = 5
WINDOW_SECONDS = 60


class RestartBudget:
    """Allows five restarts in any sixty seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._restarts: deque[float] = deque()

    def take(self) -> bool:
        """Use one restart; False when the budget is spent."""
        now = self._clock()
        while self._restarts and self._restarts[0] <= now - WINDOW_SECONDS:
            self._restarts.popleft()
        if len(self._restarts) >= LIMIT:
            return False
        self._restarts.append(now)
        return True
