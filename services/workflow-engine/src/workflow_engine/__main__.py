"""`python -m workflow_engine` serves; with `migrate` it brings the database to head."""

from alice_core.main import main
from workflow_engine.app import service

main(service)
