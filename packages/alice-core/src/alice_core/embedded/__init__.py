"""PostgreSQL and Valkey from wheels, run as child processes on one machine."""
