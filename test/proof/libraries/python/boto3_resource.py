"""https://docs.aws.amazon.com/boto3/latest/guide/dynamodb.html"""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
key = {"pk": "b", "sk": "1"}
with table.batch_writer() as batch:
    for number in range(30):
        batch.put_item(Item={"pk": "a", "sk": str(number)})
    batch.delete_item(Key={"pk": "a", "sk": "1"})
table.put_item(Item=key)
table.get_item(Key=key)
table.update_item(Key=key, UpdateExpression="SET n = :n", ExpressionAttributeValues={":n": 1})
table.query(KeyConditionExpression=Key("pk").eq("a"))
table.scan()
table.delete_item(Key=key)
assert table.name == os.environ["TABLE"]
