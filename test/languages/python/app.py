"""The quickstart in Python: the same stack as examples/quickstart."""
import sys

from aws_cdk import App, Stack
from aws_cdk.aws_dynamodb import Attribute, AttributeType, PointInTimeRecoverySpecification, StreamViewType, Table, TableEncryption
from aws_cdk.aws_kms import Key
from aws_cdk.aws_lambda import Code, Function, Runtime, StartingPosition
from cdk_dynamo_access import DynamoAccessRole, EncryptionMode, FieldEncryption, LambdaTableAccess, TableFeature
from constructs import Construct

ENCRYPTION_CONTEXT = {"purpose": "order-note"}


def string(name: str) -> Attribute:
    return Attribute(name=name, type=AttributeType.STRING)


class QuickstartStack(Stack):
    """Orders, whose notes are encrypted by the functions themselves: one function writes, one reads, one follows changes."""

    def __init__(self, scope: Construct, construct_id: str, *, handlers_folder: str) -> None:
        super().__init__(scope, construct_id)

        handlers = Code.from_asset(handlers_folder)

        orders = Table(
            self,
            "Orders",
            partition_key=string("customerId"),
            sort_key=string("orderId"),
            encryption=TableEncryption.CUSTOMER_MANAGED,
            encryption_key=Key(self, "OrdersKey", enable_key_rotation=True),
            stream=StreamViewType.NEW_IMAGE,
            point_in_time_recovery_specification=PointInTimeRecoverySpecification(point_in_time_recovery_enabled=True),
        )
        orders.add_global_secondary_index(index_name="byStatus", partition_key=string("status"))
        orders.add_global_secondary_index(index_name="byProduct", partition_key=string("productId"))
        orders.add_local_secondary_index(index_name="byDate", sort_key=string("placedAt"))

        note_key = Key(self, "NoteKey", enable_key_rotation=True)

        writer_access = DynamoAccessRole(
            self,
            "WriterAccess",
            table=orders,
            features=[TableFeature.PUT_ITEM],
            field_encryption=FieldEncryption.envelope(
                note_key, mode=EncryptionMode.WRITE_ONLY, encryption_context=ENCRYPTION_CONTEXT
            ),
        )
        Function(
            self,
            "Writer",
            runtime=Runtime.NODEJS_22_X,
            code=handlers,
            handler="writer.handler",
            role=writer_access.role,
            log_group=writer_access.log_group,
            environment={"TABLE_NAME": orders.table_name, "NOTE_KEY": note_key.key_arn},
        )

        reader_access = DynamoAccessRole(
            self,
            "ReaderAccess",
            table=orders,
            features=[TableFeature.READ_ITEM, TableFeature.QUERY.on_indexes("byStatus")],
            field_encryption=FieldEncryption.envelope(
                note_key, mode=EncryptionMode.READ_ONLY, encryption_context=ENCRYPTION_CONTEXT
            ),
        )
        Function(
            self,
            "Reader",
            runtime=Runtime.NODEJS_22_X,
            code=handlers,
            handler="reader.handler",
            role=reader_access.role,
            log_group=reader_access.log_group,
            environment={"TABLE_NAME": orders.table_name},
        )

        consumer = Function(self, "Consumer", runtime=Runtime.NODEJS_22_X, code=handlers, handler="consumer.handler")
        consumer.add_event_source_mapping(
            "OrderChanges",
            event_source_arn=orders.table_stream_arn,
            starting_position=StartingPosition.LATEST,
            report_batch_item_failures=True,
        )
        LambdaTableAccess(
            self, "ConsumerAccess", function=consumer, table=orders, features=[TableFeature.STREAM_TRIGGER]
        )


app = App()
QuickstartStack(app, "Quickstart", handlers_folder=sys.argv[1])
app.synth()
