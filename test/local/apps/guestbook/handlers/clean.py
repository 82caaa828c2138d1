import os

import boto3


def handler(event, context):
    entries = boto3.resource("dynamodb").Table(os.environ["ENTRIES_TABLE"])
    with entries.batch_writer() as batch:
        for item in entries.scan()["Items"]:
            batch.delete_item(Key={"place": item["place"], "at": item["at"]})
