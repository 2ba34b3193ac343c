"""A whole platform: up, watched, crashed, stopped."""

import json
import os
import signal
import socket
import subprocess

import httpx
import psutil
import psycopg
import pytest

from alice_cli.output import ExitCode
from alice_cli.runtime.state import Condition
from alice_core.testing import eventually


def test_up_status_logs_down(platform):
    state = platform.up()
    assert {part.name: part.condition for part in state.parts} == dict.fromkeys(
        ("postgres", "valkey", "interface", "assets"), Condition.READY
    )

    again = platform.alice("up")
    assert again.returncode == ExitCode.OK
    assert "runs already" in again.stdout
    assert state.url in again.stdout
    assert platform.state() == state

    status = json.loads(platform.alice("status", "--json").stdout)
    assert status["platform"] == json.loads(state.model_dump_json())
    assert status["services"]["unavailable"] == ["assets"]
    assert "assets" in platform.alice("status").stdout

    assert "database system is ready" in platform.alice("logs", "postgres").stdout
    assert "assets: " in platform.alice("logs", "--lines", "5").stdout
    assert platform.alice("logs", "nonsense").returncode == ExitCode.USAGE

    processes = platform.alive()
    assert len(processes) == 5
    assert platform.alice("down").returncode == ExitCode.OK
    assert [process for process in processes if process.is_running()] == []
    assert platform.alice("status").returncode == ExitCode.UNREACHABLE


def test_services_get_the_settings_of_kubernetes_and_no_others_secrets(platform):
    platform.up(SEARCH_DATABASE_URL="postgresql://elsewhere/search")
    answer = platform.request("GET", "assets", "/environment").json()
    assert answer["SERVICE_NAME"] == "asset-processor"
    assert answer["DATABASE_URL"].startswith("postgresql://asset_service:")
    assert answer["REDIS_URL"].startswith("redis://assets:")
    assert answer["BLOB_URL"] == (platform.home / "blobs").as_uri()
    assert answer["SEARCH_SERVICE_URL"] == f"http://127.0.0.1:{platform.port + 4}"
    assert "SEARCH_DATABASE_URL" not in answer
    assert "DOOR_TOKEN" not in answer


async def test_a_crashed_part_is_named_and_started_again(platform):
    state = platform.up()
    for name in ("assets", "postgres", "valkey"):
        old = state.part(name).process
        os.kill(old.pid, signal.SIGKILL)

        def is_back(name=name, old=old):
            part = platform.state().part(name)
            return part.condition == Condition.READY and part.process != old and part

        part = await eventually(is_back, within=60)
        assert part.restarts == 1
        assert part.last_exit == "signal SIGKILL"
    assert platform.is_ready("assets")
    assert "assets ended with signal SIGKILL" in platform.alice("logs", "platform").stdout


async def test_a_part_that_crashes_too_often_stays_down_and_the_rest_goes_on(platform):
    platform.up()

    def crashed_for_good():
        part = platform.state().part("assets")
        if part.condition == Condition.READY:
            with pytest.raises(httpx.TransportError):
                platform.request("POST", "assets", "/crash")
        return part.condition == Condition.FAILED and part

    part = await eventually(crashed_for_good, within=100)
    assert part.restarts == 5
    assert part.last_exit == "exit code 7"
    assert platform.state().part("interface").condition == Condition.READY
    assert platform.is_ready("interface")
    assert platform.alice("status").returncode == ExitCode.FAILED
    assert "`alice logs assets` shows why" in platform.alice("logs", "platform").stdout


async def test_a_killed_supervisor_leaves_nothing_and_the_next_start_keeps_the_data(platform):
    platform.up()
    insert_into_kept(platform)
    os.kill(platform.state().supervisor.pid, signal.SIGKILL)
    await eventually(lambda: not platform.alive())
    assert platform.alice("status").returncode == ExitCode.UNREACHABLE
    platform.up()
    assert count_kept(platform) == 1


def assets_url(platform) -> str:
    password = (platform.home / "secrets" / "postgres-assets").read_text().strip()
    return f"postgresql://asset_service:{password}@127.0.0.1:{platform.port + 10}/assets"


def insert_into_kept(platform) -> None:
    with psycopg.connect(assets_url(platform)) as connection:
        connection.execute("INSERT INTO kept VALUES (1)")


def count_kept(platform) -> int:
    with psycopg.connect(assets_url(platform)) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_a_foreground_platform(platform, number):
    with platform.foreground("--json", stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"{\n"
        processes = platform.alive()
        process.send_signal(number)
        process.stdout.read()
    assert process.returncode == 0
    assert [running for running in processes if running.is_running()] == []


async def test_a_signal_ends_a_platform_that_is_still_starting(platform):
    with platform.foreground(stdout=subprocess.DEVNULL) as process:
        await eventually(lambda: platform.state() and len(platform.alive()) > 1, within=60)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert [child for child in children if child.is_running()] == []


def test_a_service_that_cannot_migrate_stops_the_start(platform):
    platform.install({"assets": "fake_platform.services:broken"})
    done = platform.alice("up", "--detach", MIGRATION_TIMEOUT="1")
    assert done.returncode == ExitCode.FAILED
    assert "assets could not migrate its database" in done.stderr
    assert "the database lacks postgis" in done.stderr
    assert platform.alive() == []


def test_a_taken_port_is_refused_before_anything_starts(platform):
    with socket.create_server(("127.0.0.1", platform.port + 1)):
        done = platform.alice("up")
    assert done.returncode == ExitCode.FAILED
    assert f"port {platform.port + 1} (assets) is taken" in done.stderr
    assert platform.state() is None


def test_a_full_disk_is_refused_before_anything_starts(platform):
    done = platform.alice("up", "--detach", ALICE_MIN_FREE_DISK="1EiB")
    assert done.returncode == ExitCode.FAILED
    assert "ALICE_MIN_FREE_DISK" in done.stderr


def test_a_wrong_setting_is_named(platform):
    done = platform.alice("up", ALICE_PORT="door")
    assert done.returncode == ExitCode.USAGE
    assert "ALICE_PORT=door" in done.stderr


def test_servers_elsewhere_take_the_place_of_embedded_ones(platform, database_url, redis_url):
    state = platform.up(
        ASSETS_DATABASE_URL=database_url,
        INTERFACE_DATABASE_URL=database_url,
        REDIS_URL=redis_url,
    )
    for name in ("postgres", "valkey"):
        assert state.part(name).condition == Condition.EXTERNAL
    assert not (platform.home / "postgres" / "data").exists()
    assert not (platform.home / "valkey").exists()
