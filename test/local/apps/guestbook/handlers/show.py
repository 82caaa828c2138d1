import os

import boto3
from boto3.dynamodb.conditions import Key


def handler(event, context):
    dynamodb = boto3.resource("dynamodb")
    counters = os.environ["COUNTERS_TABLE"]
    found = dynamodb.batch_get_item(RequestItems={counters: {"Keys": [{"place": event["place"]}]}})
    entries = dynamodb.Table(os.environ["ENTRIES_TABLE"]).query(KeyConditionExpression=Key("place").eq(event["place"]))
    return {
        "count": sum(int(item["entries"]) for item in found["Responses"][counters]),
        "texts": [item["text"] for item in entries["Items"]],
    }
