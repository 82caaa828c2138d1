"""https://github.com/langchain-ai/langchain-aws/tree/main/libs/langgraph-checkpoint-aws"""
import os

from langgraph.checkpoint.base import empty_checkpoint
from langgraph_checkpoint_aws import DynamoDBSaver

saver = DynamoDBSaver(table_name=os.environ["TABLE"], region_name=os.environ["AWS_REGION"])
thread = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}
saved = saver.put(thread, empty_checkpoint(), {"source": "input", "step": 1, "writes": {}}, {})
saver.put_writes(saved, [("channel", "v"), ("other", "w")], "task1")
saver.put_writes(saved, [("__error__", "v")], "task2")
assert saver.get_tuple(saved) is not None
assert saver.get_tuple(thread) is not None
assert len(list(saver.list(thread))) == 1
saver.delete_thread("t")
