"""https://github.com/ferrumio/pydynox"""
import os

from pydynox import DynamoDBClient, SyncTransaction

client = DynamoDBClient(region=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
table = os.environ["TABLE"]


def key(pk):
    return {"pk": pk, "sk": "s"}


def item(pk):
    return {**key(pk), "name": "n"}


for pk in ("1", "2"):
    client.sync_put_item(table, item(pk))
assert client.sync_get_item(table, key("1")) is not None
client.sync_update_item(table, key("1"), updates={"amount": 1})
values = {":pk": "1"}
assert len(list(client.sync_query(table, "pk = :pk", expression_attribute_values=values))) == 1
by_name = {"index_name": "byName", "expression_attribute_names": {"#name": "name"}, "expression_attribute_values": {":name": "n"}}
assert len(list(client.sync_query(table, "#name = :name", **by_name))) == 2
assert len(list(client.sync_scan(table))) == 2
assert len(list(client.sync_scan(table, index_name="byName"))) == 2
client.sync_batch_write(table, put_items=[item("3")], delete_keys=[key("4")])
assert len(client.sync_batch_get(table, [key("1"), key("3")])) == 2
with SyncTransaction(client) as transaction:
    transaction.put(table, item("5"))
    transaction.update(table, key("1"), "SET amount = :amount", expression_attribute_values={":amount": 2})
    transaction.delete(table, key("3"))
    transaction.condition_check(table, key("2"), "attribute_exists(pk)")
client.sync_transact_get([{"table": table, "key": key("1")}])
statement = f"""SELECT * FROM "{table}" WHERE pk = '1'"""
assert len(list(client.sync_execute_statement(statement))) == 1
statement = f"""SELECT * FROM "{table}"."byName" WHERE "name" = 'n'"""
assert len(list(client.sync_execute_statement(statement))) > 0
client.sync_execute_statement(f"""INSERT INTO "{table}" VALUE {{'pk': '6', 'sk': 's'}}""")
client.sync_execute_statement(f"""UPDATE "{table}" SET amount = 3 WHERE pk = '6' AND sk = 's'""")
client.sync_execute_statement(f"""DELETE FROM "{table}" WHERE pk = '6' AND sk = 's'""")
client.sync_delete_item(table, key("1"))
