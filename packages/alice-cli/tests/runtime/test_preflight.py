"""What must hold before anything is started."""

import socket

import pytest
from pydantic import ByteSize

from alice_cli.runtime.preflight import PreflightError, require_free_disk, require_free_ports
from alice_core.testing import free_port


def test_a_taken_port_is_named_with_its_part_and_the_setting():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PreflightError, match=rf"port {port} \(search\) is taken.*ALICE_PORT"):
            require_free_ports({"assets": free_port(), "search": port})


def test_free_ports_pass():
    require_free_ports({"assets": free_port()})


def test_a_full_disk_is_refused_with_the_setting(tmp_path):
    with pytest.raises(PreflightError, match=r"free on the disk of .*ALICE_MIN_FREE_DISK"):
        require_free_disk(tmp_path, ByteSize(2**60))
    require_free_disk(tmp_path, ByteSize(0))
