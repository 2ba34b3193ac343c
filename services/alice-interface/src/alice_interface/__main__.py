"""`python -m alice_interface` serves; `migrate` brings its database to head."""

from alice_core.main import main
from alice_interface.app import service

main(service)
