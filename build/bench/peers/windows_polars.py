# Windows with Polars: join spine and events by key, keep those in the window, group. Arguments: events, spine, output,
# which columns. In parts by key, because the joined rows of all keys do not fit in memory.
import sys
import time

import polars as pl

events, spine, output, view = sys.argv[1:5]
started = time.perf_counter()
parts = 8
age = pl.col("event_timestamp") - pl.col("event_time")


def within(**length):
    return age < pl.duration(**length)


def last(column, **length):
    return pl.col(column).filter(within(**length))


if view == "twelve":
    aggregates = [
        (pl.col("click") & within(hours=1)).sum().cast(pl.Int64).alias("clicks_1h"),
        (pl.col("click") & within(days=7)).sum().cast(pl.Int64).alias("clicks_7d"),
        pl.col("click").sum().cast(pl.Int64).alias("clicks_30d"),
        pl.when(last("revenue", days=7).count() > 0).then(last("revenue", days=7).sum()).alias("revenue_7d"),
        pl.when(pl.col("revenue").count() > 0).then(pl.col("revenue").sum()).alias("revenue_30d"),
        last("loading", days=1).mean().alias("loading_1d"),
        pl.col("revenue").min().alias("least_30d"),
        last("revenue", days=7).max().alias("most_7d"),
        pl.col("page").get(pl.col("event_time").arg_max()).alias("page_30d"),
        pl.col("loading").std().alias("spread_30d"),
        (age.filter(pl.col("click")).min().dt.total_microseconds() / 1e6).alias("since_30d"),
        last("item", days=7).n_unique().cast(pl.Int64).alias("items_7d"),
    ]
else:
    aggregates = [
        pl.col("loading").quantile(0.5, "linear").alias("median_30d"),
        last("revenue", days=7).quantile(0.9, "linear").alias("p90_7d"),
        pl.col("loading").quantile(0.99, "linear").alias("p99_30d"),
    ]

asked = pl.read_parquet(spine)
rows = pl.scan_parquet(events)
found = []
for part in range(parts):
    mine = pl.col("id") % parts == part
    joined = asked.lazy().filter(mine).join(rows.filter(mine), on="id")
    inside = joined.filter((age >= pl.duration(days=0)) & within(days=30))
    found.append(inside.group_by("row_id").agg(aggregates).collect(engine="streaming"))
answer = asked.join(pl.concat(found), on="row_id", how="left")
zeros = [name for name in ("clicks_1h", "clicks_7d", "clicks_30d", "items_7d") if name in answer.columns]
answer.with_columns(pl.col(zeros).fill_null(0)).write_parquet(output)
print(f"work_seconds={time.perf_counter() - started}")
