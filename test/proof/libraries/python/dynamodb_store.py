"""https://github.com/langchain-ai/langchain-aws/tree/main/libs/langgraph-checkpoint-aws"""
import os

from langgraph_checkpoint_aws import DynamoDBStore

store = DynamoDBStore(table_name=os.environ["TABLE"], region_name=os.environ["AWS_REGION"])
store.put(("u", "1"), "k", {"a": 1})
assert store.get(("u", "1"), "k").value == {"a": 1}
assert len(store.search(("u", "1"))) == 1
store.list_namespaces()
store.delete(("u", "1"), "k")
