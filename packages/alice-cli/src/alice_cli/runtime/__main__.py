"""`python -m alice_cli.runtime`: the platform that `alice up --detach` leaves running."""

import sys

from alice_cli.output import stdout
from alice_cli.runtime.display import Display
from alice_cli.runtime.errors import PlatformError
from alice_cli.runtime.home import Home
from alice_cli.runtime.platform import run_platform
from alice_cli.runtime.settings import RuntimeSettings
from alice_core.embedded.errors import ServerError


def main() -> None:
    """Run until a signal comes; `alice up` waits for it to be ready or to say its failure."""
    settings = RuntimeSettings()
    home = Home(settings.home)
    try:
        run_platform(settings, Display(stdout, home))
    except (PlatformError, ServerError) as error:
        home.failure.write_text(str(error))
        sys.exit(1)


main()
