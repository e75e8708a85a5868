"""What does an unmodified Feast client get? Asks each question of stdin and prints one answer a line."""
import json
import os
import sys
import tempfile
from datetime import timedelta

from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType
from feast.protos.feast.types.EntityKey_pb2 import EntityKey
from feast.protos.feast.types.Value_pb2 import Value
from feast.types import Bool, Float64, Int64, String

folder = tempfile.mkdtemp()
store = FeatureStore(
    config=RepoConfig(
        project="parity",
        provider="local",
        registry=os.path.join(folder, "registry.db"),
        online_store={"type": "remote", "path": sys.argv[1], "connection_retries": 0},
        offline_store={"type": "file"},
        entity_key_serialization_version=3,
    )
)
user = Entity(name="user", join_keys=["user_id"], value_type=ValueType.INT64)
spending = FeatureView(
    name="spending",
    entities=[user],
    ttl=timedelta(days=1),
    schema=[
        Field(name="user_id", dtype=Int64),
        Field(name="mean", dtype=Float64),
        Field(name="count", dtype=Int64),
        Field(name="name", dtype=String),
        Field(name="active", dtype=Bool),
    ],
    source=FileSource(path=os.path.join(folder, "none.parquet"), timestamp_field="at"),
)


def online(question):
    features = question["features"]
    if isinstance(features, str):
        features = FeatureService(name=features, features=[spending])
    answer = store.get_online_features(
        features=features, entity_rows=question["rows"], full_feature_names=question.get("full", False)
    )
    statuses = {
        name: [int(status) for status in vector.statuses]
        for name, vector in zip(answer.proto.metadata.feature_names.val, answer.proto.results)
    }
    return {"values": answer.to_dict(), "statuses": statuses}


def read(question):
    """The older way, by which a provider reads one feature view."""
    keys = [EntityKey(join_keys=["user_id"], entity_values=[Value(int64_val=it)]) for it in question["ids"]]
    rows = store._get_provider().online_read(store.config, spending, keys, question["features"])
    shown = lambda value: getattr(value, value.WhichOneof("val")) if value.WhichOneof("val") else None
    return [[str(at), {name: shown(value) for name, value in values.items()}] for at, values in rows]


for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = {"online": online, "read": read}[question["how"]](question)
    except Exception as error:  # told as it is: its class is what is tested
        answer = {"error": type(error).__name__, "message": str(error)}
    print(json.dumps(answer), flush=True)
