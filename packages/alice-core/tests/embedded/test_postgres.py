"""The embedded PostgreSQL: isolation, crashes and accounts."""

import stat

import psycopg
import pytest

from alice_core.embedded.errors import ServerError
from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.provisioning import Database
from alice_core.testing import python_process

DATABASES = [Database(name, f"{name}_service", f"{name}-password") for name in ("one", "two")]


def connect(server: PostgresServer, database: Database, name: str | None = None):
    port = server.port
    return psycopg.connect(
        Database(name or database.name, database.owner, database.password).url(port)
    )


async def test_owners_reach_their_own_database_alone(own_postgres):
    server = own_postgres.server
    await server.provision(DATABASES)
    for database in DATABASES:
        with connect(server, database) as connection:
            connection.execute("CREATE TABLE things (embedding vector(3))")
        others = {"one", "two", "postgres", "template1"} - {database.name}
        for name in others:
            with pytest.raises(psycopg.OperationalError, match="does not have CONNECT privilege"):
                connect(server, database, name)


async def test_a_wrong_password_is_refused(own_postgres):
    await own_postgres.server.provision(DATABASES[:1])
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(own_postgres.server, Database("one", "one_service", "wrong"))


async def test_provisioning_again_adds_what_is_missing_and_keeps_the_rest(own_postgres):
    server = own_postgres.server
    await server.provision(DATABASES[:1])
    with connect(server, DATABASES[0]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS id")
    await server.provision(DATABASES)
    with connect(server, DATABASES[0]) as connection:
        assert connection.execute("SELECT id FROM kept").fetchone() == (1,)
    connect(server, DATABASES[1]).close()


async def test_a_crash_keeps_what_was_committed(own_postgres):
    server = own_postgres.server
    await server.provision(DATABASES[:1])
    with connect(server, DATABASES[0]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS id")
    own_postgres.kill()
    await own_postgres.start()
    with connect(server, DATABASES[0]) as connection:
        assert connection.execute("SELECT id FROM kept").fetchone() == (1,)


async def test_a_lock_with_the_pid_of_a_stranger_does_not_stop_the_start(own_postgres):
    own_postgres.kill()
    lock = own_postgres.server.data_dir / "postmaster.pid"
    lines = lock.read_text().splitlines()
    async with python_process("-c", "input()") as stranger:
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        await own_postgres.start()


async def test_it_runs_unprivileged_and_its_data_is_closed(own_postgres):
    status = own_postgres.server.data_dir.stat()
    assert status.st_uid != 0
    assert stat.S_IMODE(status.st_mode) == 0o700


async def test_data_of_another_release_is_an_error_with_the_log(own_postgres):
    own_postgres.stop()
    (own_postgres.server.data_dir / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ServerError, match="not compatible with this version"):
        await own_postgres.start()
