"""Where the bytes of an asset are had."""

from dataclasses import dataclass

from alice_contracts.clients.routes import route


@dataclass(frozen=True)
class Original:
    """An asset's bytes behind the assets service, which `token` opens."""

    service: str
    token: str
    asset_id: str

    @property
    def path(self) -> str:
        return route("assets", self.asset_id, "content")
