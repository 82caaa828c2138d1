"""https://pynamodb.readthedocs.io"""
import os

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite


class ByName(GlobalSecondaryIndex):
    class Meta:
        index_name = "byName"
        projection = AllProjection()

    name = UnicodeAttribute(hash_key=True)


class Order(Model):
    class Meta:
        table_name = os.environ["TABLE"]
        region = os.environ["AWS_REGION"]
        host = os.environ["AWS_ENDPOINT_URL_DYNAMODB"]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    name = UnicodeAttribute(default="n")
    total = NumberAttribute(null=True)
    by_name = ByName()


for pk in ("1", "2"):
    Order(pk, "s").save()
order = Order.get("1", "s")
order.update(actions=[Order.total.set(1)])
order.refresh()
assert len(list(Order.query("1"))) == 1
assert len(list(Order.by_name.query("n"))) == 2
assert len(list(Order.scan())) == 2
assert len(list(Order.by_name.scan())) == 2
with Order.batch_write() as batch:
    batch.save(Order("3", "s"))
    batch.delete(Order("4", "s"))
assert len(list(Order.batch_get([("1", "s"), ("3", "s")]))) == 2
connection = Connection(region=os.environ["AWS_REGION"], host=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
with TransactWrite(connection=connection) as transaction:
    transaction.save(Order("5", "s"))
    transaction.update(Order("1", "s"), actions=[Order.total.set(2)])
    transaction.delete(Order("3", "s"))
    transaction.condition_check(Order, "2", "s", condition=Order.name == "n")
with TransactGet(connection=connection) as transaction:
    transaction.get(Order, "1", "s")
order.delete()
