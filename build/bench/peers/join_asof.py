# Point-in-time retrieval with Polars: sort, drop ties, join_asof. Arguments: history, spine, output.
import sys
import time

import polars as pl

history, spine, output = sys.argv[1:4]
started = time.perf_counter()
rows = (
    pl.scan_parquet(history)
    .sort("event_time", "created_time")
    .unique(["id", "event_time"], keep="last", maintain_order=True)
    .drop("created_time")
)
asked = pl.scan_parquet(spine).sort("event_timestamp")
found = asked.join_asof(
    rows,
    left_on="event_timestamp",
    right_on="event_time",
    by="id",
    tolerance="7d",
    check_sortedness=False,
)
found.drop("event_time", strict=False).collect().write_parquet(output)
print(f"work_seconds={time.perf_counter() - started}")
