# Point-in-time retrieval with pandas: sort, drop ties, merge_asof. Arguments: history, spine, output.
import glob
import sys
import time

import pandas as pd
import pyarrow.parquet  # noqa: F401  (loaded before the clock starts)

history, spine, output = sys.argv[1:4]
started = time.perf_counter()
rows = pd.concat([pd.read_parquet(path) for path in sorted(glob.glob(history))])
rows = rows.sort_values(["event_time", "created_time"])
rows = rows.drop_duplicates(["id", "event_time"], keep="last").drop(columns="created_time")
asked = pd.read_parquet(spine).sort_values("event_timestamp")
found = pd.merge_asof(
    asked,
    rows,
    left_on="event_timestamp",
    right_on="event_time",
    by="id",
    tolerance=pd.Timedelta(days=7),
)
found.drop(columns="event_time").to_parquet(output, index=False)
print(f"work_seconds={time.perf_counter() - started}")
