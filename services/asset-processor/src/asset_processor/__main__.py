"""`python -m asset_processor` serves; with `migrate` it brings the database to head."""

from alice_core.main import main
from asset_processor.app import service

main(service)
