"""The platform on one machine: servers and services under one supervisor."""
