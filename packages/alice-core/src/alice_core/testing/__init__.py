"""What tests stand on: real servers, real processes and bounded waiting."""

from alice_core.testing.eventually import eventually
from alice_core.testing.processes import PythonProcess, python_process
from alice_core.testing.servers import RunningServer, free_port, new_postgres, new_valkey

__all__ = [
    "PythonProcess",
    "RunningServer",
    "eventually",
    "free_port",
    "new_postgres",
    "new_valkey",
    "python_process",
]
