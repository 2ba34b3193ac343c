"""`python -m metadata_extractor` serves; with `migrate` it brings the database to head."""

from alice_core.main import main
from metadata_extractor.app import service

main(service)
