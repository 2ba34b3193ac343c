"""PostgreSQL and Valkey from wheels, run as child processes on one machine."""

from alice_core.embedded.errors import ServerError
from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.process import ServerProcess
from alice_core.embedded.provisioning import Database
from alice_core.embedded.valkey import BusUser, ValkeyServer

__all__ = [
    "BusUser",
    "Database",
    "PostgresServer",
    "ServerError",
    "ServerProcess",
    "ValkeyServer",
]
