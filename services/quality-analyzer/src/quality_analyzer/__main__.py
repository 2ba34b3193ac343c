"""`python -m quality_analyzer` serves; with `migrate` it brings the database to head."""

from alice_core.main import main
from quality_analyzer.app import service

main(service)
