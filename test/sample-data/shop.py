"""What are the shop's features, worked out from the raw JSON by Polars and plain Python, and does Pintail say the same?

python shop.py PROJECT TRAINING [known]: prints a JSON object of what was compared, and where they differ.
Nothing here is shared with Pintail but the definitions in words: features/shop.ts.
"""

import json
import math
import sys
from datetime import timedelta
from pathlib import Path

import polars as pl

DAY = 86_400_000_000
HOUR = DAY // 24
NORTHEAST = ("New York", "Massachusetts", "Vermont")
REGIONS = {
    **{state: "Northeast" for state in NORTHEAST},
    "California": "West",
    "Washington": "West",
    "Texas": "South",
    "Florida": "South",
    "Illinois": "Midwest",
}


def at_path(text, *names):
    """The value at a path of a JSON text; None where the text is broken or shaped otherwise."""
    try:
        value = json.loads(text) if text else None
    except json.JSONDecodeError:
        return None
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def word(value):
    return value if isinstance(value, str) else None


def number(value):
    return float(value) if isinstance(value, (int, float)) else None


def extracted(row):
    source, event = row["source_properties"], row["event_properties"]
    return {
        "device": word(at_path(source, "user_agent", "device")),
        "country": word(at_path(source, "location", "country")),
        "region": REGIONS.get(word(at_path(source, "location", "region"))),
        "page": word(at_path(source, "url", "path")),
        "text": word(at_path(event, "target", "text")),
        "name": word(at_path(event, "name")),
        "dct": number(at_path(event, "load", "dom_content_time_millis")),
        "cls": number(at_path(event, "cumulative_layout_shift")),
        "total": number(at_path(event, "order", "total")),
    }


def read_events(project):
    """Every row of every file, with the instant at which it became known, and its place in the order of arrival."""
    files = sorted(project.glob("data/events/*/*.parquet"))
    rows = pl.concat([pl.read_parquet(file) for file in files]).with_row_index("row")
    micros = [pl.col(name).dt.epoch("us") for name in ("event_time", "processed_time", "updated_time")]
    rows = rows.with_columns(micros).with_columns(created=pl.max_horizontal("processed_time", "updated_time"))
    details = pl.DataFrame([extracted(row) for row in rows.iter_rows(named=True)], infer_schema_length=None)
    return rows.hstack(details)


def read_labels(project):
    labels = pl.read_csv(project / "data/labels.csv", try_parse_dates=True).with_row_index("label")
    return labels.with_columns(t=pl.col("event_timestamp").dt.replace_time_zone(None).dt.epoch("us"))


def counting_events(rows, labels, known):
    """The events of each label: of each id the row known last, or with `known` the one known last at the instant."""
    order = ["created", "row"]
    if not known:
        newest = rows.sort(order).unique("event_id", keep="last")
        return labels.join(newest, on="device_id", suffix="_event")
    # A row may lose its visitor or gain one, so ids are followed before visitors are asked for.
    ids = rows.select("event_id", "device_id").drop_nulls().unique()
    asked = labels.select("label", "device_id", "t").join(ids, on="device_id").drop("device_id")
    versions = asked.join(rows, on="event_id").filter(pl.col("created") <= pl.col("t"))
    newest = versions.sort(order).unique(["label", "event_id"], keep="last")
    mine = labels.select("label", "device_id")
    return newest.join(mine, on=["label", "device_id"])


def quantile(values, q):
    values = sorted(values)
    if not values:
        return None
    place = (len(values) - 1) * q
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def chains(events):
    """/pricing, then a click on Cart within the hour, by other events: each as early as it can be had."""
    found, start = 0, None
    for event in events:
        opened = event["page"] == "/pricing"
        if event["text"] == "Cart" and start is not None and event["event_time"] - start <= HOUR:
            found, start = found + 1, None
        elif opened:
            start = event["event_time"]
    return found


def seen(events, name):
    return [event[name] for event in events if event[name] is not None]


def mean(values):
    return math.fsum(values) / len(values) if values else None


def features_of(t, events):
    """All features of a label that have no categories, and the lists that the others are counted from."""
    events = sorted(events, key=lambda event: (event["event_time"], event["created"], event["row"]))
    for before, event in zip([None, *events], events):
        event["gap"] = None if before is None else (event["event_time"] - before["event_time"]) / 1e6
    past = [event for event in events if event["event_time"] <= t]

    def window(length):
        return [event for event in past if event["event_time"] > t - length]

    def typed(kind, within):
        return [event for event in within if event["event_type"] == kind]

    day, week, fortnight, month = (window(n * DAY) for n in (1, 7, 14, 30))
    views = len(typed("navigate", week))
    errors = sum(event["name"] == "error" for event in typed("custom", week))
    bought = typed("purchase", past)
    before = seen([event for event in events if event["event_time"] < t], "page")
    loads = {page: seen([e for e in month if e["page"] == page], "dct") for page in ("/", "/pricing", "/cart")}
    known_pages = [event for event in month if event["page"] is not None and event["dct"] is not None]
    elsewhere = [event["dct"] for event in known_pages if event["page"] not in loads]
    single = {
        "clicks_1d": len(typed("click", day)),
        "clicks_7d": len(typed("click", week)),
        "clicks_all": len(typed("click", past)),
        "views": views,
        "errors": errors,
        "error_ratio": errors / views if views else None,
        "pages": len(set(seen(week, "page"))),
        "p90_cls": quantile(seen(month, "cls"), 0.9),
        "p90_dct": quantile(seen(month, "dct"), 0.9),
        **{f"mean_dct:{page}": mean(values) for page, values in loads.items()},
        "mean_dct:__other__": mean(elsewhere),
        "session_duration": (day[-1]["event_time"] - day[0]["event_time"]) / 1e6 if day else 0,
        "gap_p50": quantile(seen(fortnight, "gap"), 0.5),
        "price_then_cart": chains(fortnight),
        "spent": math.fsum(seen(past, "total")),
        "days_since_purchase": (t - bought[-1]["event_time"]) / 1e6 / 86400 if bought else None,
        "last_page": before[-1] if before else None,
    }
    counted = {
        "clicked_text": seen(fortnight, "text"),
        "visited_page": seen(typed("navigate", fortnight), "page"),
        **{f"prop_{name}": seen(past, name)[-1:] for name in ("device", "country", "region")},
    }
    return single, counted


def vocabularies(rows):
    """The most frequent values among the events that count."""
    newest = rows.sort("created", "row").unique("event_id", keep="last").filter(pl.col("device_id").is_not_null())

    def top(name, count, least=1, where=True):
        seen = newest.filter(where).drop_nulls(name).group_by(name).len().filter(pl.col("len") >= least)
        return seen.sort(["len", name], descending=[True, False])[name].head(count).to_list()

    return {
        "clicked_text": top("text", 16),
        "visited_page": top("page", 7, where=pl.col("event_type") == "navigate"),
        "prop_device": top("device", 5),
        "prop_country": top("country", 8, 1000),
        "prop_region": ["Northeast", "South", "Midwest", "West"],
    }


def columns_of(single, counted, words):
    """What a training set holds of a label: a column for each category of each family."""
    columns = dict(single)
    for family, vocabulary in words.items():
        values = [value if value in vocabulary else "__other__" for value in counted[family]]
        for category in [*vocabulary, "__other__"]:
            columns[f"{family}:{category}"] = values.count(category)
            if family == "clicked_text":
                columns[f"{family}_binary:{category}"] = int(category in values)
    return columns


def same(wanted, found):
    if wanted is None or found is None or isinstance(wanted, str) or isinstance(wanted, int):
        return wanted == found
    return math.isclose(wanted, found, rel_tol=1e-9, abs_tol=1e-12)


def main(project, training, *how):
    rows, labels = read_events(project), read_labels(project)
    words = vocabularies(rows)
    events = counting_events(rows, labels, "known" in how).partition_by("label", as_dict=True)
    answers = pl.read_parquet(training).to_dicts()
    differences, compared, filled = [], 0, 0
    for label, answer in zip(labels.to_dicts(), answers, strict=True):
        mine = events.get((label["label"],))
        columns = columns_of(*features_of(label["t"], mine.to_dicts() if mine is not None else []), words)
        unlike = set(columns) ^ (set(answer) - {"device_id", "event_timestamp", "has_purchased"})
        differences += [{"column": name, "problem": "only one has it"} for name in sorted(unlike)]
        for name in columns.keys() & answer.keys():
            compared, filled = compared + 1, filled + (columns[name] not in (None, 0))
            if not same(columns[name], answer[name]):
                seen_by = {"wanted": columns[name], "found": answer[name]}
                differences.append({"column": name, "device": label["device_id"], **seen_by})
        if len(differences) > 1000:
            break
    print(json.dumps({"rows": len(answers), "compared": compared, "filled": filled, "differences": differences}))


main(Path(sys.argv[1]), *sys.argv[2:])
