"""What events and work count and measure; each name stands here once."""

from prometheus_client import Counter, Gauge, Histogram

PUBLISHED = Counter("events_published_total", "Events sent to the bus", ["service", "type"])
CONSUMED = Counter(
    "events_consumed_total",
    "Events taken from the bus, by what became of them",
    ["service", "type", "outcome"],
)
UNKNOWN = Counter(
    "events_unknown_total", "Events of types that this release does not know", ["service"]
)
OUTBOX_PENDING = Gauge("outbox_pending", "Events that wait to be sent", ["service"])
OUTBOX_OLDEST_AGE = Gauge(
    "outbox_oldest_age_seconds", "Age of the event that waits longest to be sent", ["service"]
)
STREAM_LAG = Gauge("stream_lag", "Entries that the service has yet to read", ["service", "stream"])
STREAM_PENDING = Gauge("stream_pending", "Entries read and not acknowledged", ["service", "stream"])
STREAM_UNACKNOWLEDGED = Gauge(
    "stream_unacknowledged",
    "Entries of an own stream that the slowest group has not acknowledged",
    ["service", "stream"],
)
DEAD_LETTERS = Gauge("dead_letters", "Events that could not be folded", ["service"])

WORK_WAITING = Gauge("work_waiting", "Work that waits for a worker", ["service", "queue"])
WORK_FAILED = Gauge("work_failed", "Work that failed too often", ["service", "queue"])
WORK_DURATION = Histogram(
    "work_duration_seconds",
    "Time that one piece of work took to compute",
    ["queue"],
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300),
)
