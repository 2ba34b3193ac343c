"""What a platform of all six services consists of."""

from urllib.parse import urlsplit

import pytest

from alice_cli.runtime.home import Home
from alice_cli.runtime.plan import Plan
from alice_cli.runtime.settings import RuntimeSettings
from alice_contracts.services import INTERFACE, SERVICES, WORKFLOW

ELSEWHERE = "postgresql://elsewhere/workflow"


@pytest.fixture
def plan(tmp_path):
    home = Home(tmp_path)
    home.create()
    settings = RuntimeSettings(home=tmp_path, port=9000)
    return Plan(settings, home, list(SERVICES.values()), {"WORKFLOW_DATABASE_URL": ELSEWHERE})


def test_all_ports_count_from_the_doors(plan):
    assert plan.ports == {
        "interface": 9000,
        "assets": 9001,
        "quality": 9002,
        "metadata": 9003,
        "search": 9004,
        "workflow": 9005,
        "postgres": 9010,
        "valkey": 9011,
    }


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_each_service_is_told_where_all_others_are(plan, service):
    environment = plan.environment(service)
    told = {name: url for name, url in environment.items() if name.endswith("_SERVICE_URL")}
    assert told == {
        f"{short.upper()}_SERVICE_URL": f"http://127.0.0.1:{plan.ports[short]}"
        for short in SERVICES
    }
    assert environment["PORT"] == str(plan.ports[service.short])
    assert ("DOOR_TOKEN" in environment) == (service is INTERFACE)


def test_each_service_has_a_database_and_a_bus_user_of_its_own(plan):
    environments = [plan.environment(service) for service in SERVICES.values()]
    databases = {urlsplit(environment["DATABASE_URL"]).path for environment in environments}
    assert databases == {f"/{short}" for short in SERVICES}
    users = [urlsplit(environment["REDIS_URL"]).username for environment in environments]
    assert users == list(SERVICES)


def test_a_database_elsewhere_takes_the_place_of_the_embedded_one(plan):
    assert plan.environment(WORKFLOW)["DATABASE_URL"] == ELSEWHERE
    assert WORKFLOW.database not in [database.name for database in plan.databases]
    assert len(plan.databases) == len(SERVICES) - 1
