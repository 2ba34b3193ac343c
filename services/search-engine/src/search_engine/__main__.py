"""`python -m search_engine` serves; `python -m search_engine migrate` prepares its database."""

from alice_core.main import main
from search_engine.app import service

main(service)
