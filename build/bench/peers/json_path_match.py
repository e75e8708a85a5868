# JSON extraction with Polars: one json_path_match a path. Arguments: events, output, then a column and a path each.
import sys
import time

import polars as pl

events, output, *pairs = sys.argv[1:]
wanted = list(zip(pairs[::2], pairs[1::2]))
started = time.perf_counter()
extracted = pl.scan_parquet(events).select(
    pl.col(column).str.json_path_match(path).alias(f"p{i}") for i, (column, path) in enumerate(wanted)
)
extracted.collect().write_parquet(output)
print(f"work_seconds={time.perf_counter() - started}")
