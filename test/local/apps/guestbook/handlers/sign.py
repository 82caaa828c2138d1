import os
import time

import boto3


def handler(event, context):
    dynamodb = boto3.resource("dynamodb")
    entries = dynamodb.Table(os.environ["ENTRIES_TABLE"])
    counters = dynamodb.Table(os.environ["COUNTERS_TABLE"])
    entries.put_item(Item={"place": event["place"], "at": time.time_ns(), "text": event["text"]})
    counters.update_item(
        Key={"place": event["place"]},
        UpdateExpression="ADD entries :one",
        ExpressionAttributeValues={":one": 1},
    )
    return {"statusCode": 201}
