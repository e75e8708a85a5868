# Windows with pandas: merge spine and events by key, keep those in the window, group. Arguments: events, spine, output,
# which columns. In parts by key, because the merged rows of all keys do not fit in memory.
import sys
import time

import pandas as pd
import pyarrow.parquet  # noqa: F401  (loaded before the clock starts)

events, spine, output, view = sys.argv[1:5]
started = time.perf_counter()
parts = 8
asked = pd.read_parquet(spine)
rows = pd.read_parquet(events).sort_values("event_time")


def days(count):
    return pd.Timedelta(days=count)


def answers(part):
    joined = asked[asked.id % parts == part].merge(rows[rows.id % parts == part], on="id")
    age = joined.event_timestamp - joined.event_time
    kept = joined[(age >= days(0)) & (age < days(30))].sort_values("event_time", kind="stable")
    age = kept.event_timestamp - kept.event_time
    whole, week, day = kept.groupby("row_id"), kept[age < days(7)].groupby("row_id"), kept[age < days(1)].groupby("row_id")
    if view != "twelve":
        return pd.DataFrame(
            {
                "median_30d": whole.loading.quantile(0.5),
                "p90_7d": week.revenue.quantile(0.9),
                "p99_30d": whole.loading.quantile(0.99),
            }
        )
    hour = kept[age < pd.Timedelta(hours=1)].groupby("row_id")
    clicks = kept[kept.click]
    since = (clicks.event_timestamp - clicks.event_time).groupby(clicks.row_id).min()
    return pd.DataFrame(
        {
            "clicks_1h": hour.click.sum(),
            "clicks_7d": week.click.sum(),
            "clicks_30d": whole.click.sum(),
            "revenue_7d": week.revenue.sum(min_count=1),
            "revenue_30d": whole.revenue.sum(min_count=1),
            "loading_1d": day.loading.mean(),
            "least_30d": whole.revenue.min(),
            "most_7d": week.revenue.max(),
            "page_30d": whole.page.last(),
            "spread_30d": whole.loading.std(),
            "since_30d": since // pd.Timedelta(microseconds=1) / 1e6,
            "items_7d": week.item.nunique(),
        }
    )


answer = asked.merge(pd.concat([answers(part) for part in range(parts)]), left_on="row_id", right_index=True, how="left")
zeros = [name for name in ("clicks_1h", "clicks_7d", "clicks_30d", "items_7d") if name in answer.columns]
answer[zeros] = answer[zeros].fillna(0).astype("int64")
answer.to_parquet(output, index=False)
print(f"work_seconds={time.perf_counter() - started}")
