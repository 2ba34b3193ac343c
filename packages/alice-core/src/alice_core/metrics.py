"""Metrics that every service has; each name stands here once."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter(
    "requests_total", "HTTP requests answered", ["service", "method", "route", "status"]
)
REQUEST_DURATION = Histogram(
    "request_duration_seconds",
    "Time to the last byte of an answer",
    ["service", "method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REQUESTS_ACTIVE = Gauge("requests_active", "HTTP requests under way", ["service"])
BUS_UP = Gauge("bus_up", "1 while the event bus answers", ["service"])
POOL_CONNECTIONS = Gauge(
    "database_pool_connections", "Connections of the pool", ["service", "state"]
)
