package quickstart;

import io.github.cdkdynamoaccess.DynamoAccessRole;
import io.github.cdkdynamoaccess.EncryptionMode;
import io.github.cdkdynamoaccess.FieldEncryption;
import io.github.cdkdynamoaccess.FieldEncryptionOptions;
import io.github.cdkdynamoaccess.LambdaTableAccess;
import io.github.cdkdynamoaccess.TableFeature;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.LocalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.EventSourceMappingOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.constructs.Construct;

/** Orders, whose notes are encrypted by the functions themselves: one function writes, one reads, one follows changes. */
public class QuickstartStack extends Stack {
    private static final Map<String, String> ENCRYPTION_CONTEXT = Map.of("purpose", "order-note");

    public QuickstartStack(Construct scope, String id, String handlersFolder) {
        super(scope, id);

        Code handlers = Code.fromAsset(handlersFolder);

        Table orders = Table.Builder.create(this, "Orders")
            .partitionKey(string("customerId"))
            .sortKey(string("orderId"))
            .encryption(TableEncryption.CUSTOMER_MANAGED)
            .encryptionKey(Key.Builder.create(this, "OrdersKey").enableKeyRotation(true).build())
            .stream(StreamViewType.NEW_IMAGE)
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .build();
        orders.addGlobalSecondaryIndex(
            GlobalSecondaryIndexProps.builder().indexName("byStatus").partitionKey(string("status")).build());
        orders.addGlobalSecondaryIndex(
            GlobalSecondaryIndexProps.builder().indexName("byProduct").partitionKey(string("productId")).build());
        orders.addLocalSecondaryIndex(
            LocalSecondaryIndexProps.builder().indexName("byDate").sortKey(string("placedAt")).build());

        Key noteKey = Key.Builder.create(this, "NoteKey").enableKeyRotation(true).build();

        DynamoAccessRole writerAccess = DynamoAccessRole.Builder.create(this, "WriterAccess")
            .table(orders)
            .features(List.of(TableFeature.PUT_ITEM))
            .fieldEncryption(FieldEncryption.envelope(noteKey, FieldEncryptionOptions.builder()
                .mode(EncryptionMode.WRITE_ONLY)
                .encryptionContext(ENCRYPTION_CONTEXT)
                .build()))
            .build();
        Function.Builder.create(this, "Writer")
            .runtime(Runtime.NODEJS_22_X)
            .code(handlers)
            .handler("writer.handler")
            .role(writerAccess.getRole())
            .logGroup(writerAccess.getLogGroup())
            .environment(Map.of("TABLE_NAME", orders.getTableName(), "NOTE_KEY", noteKey.getKeyArn()))
            .build();

        DynamoAccessRole readerAccess = DynamoAccessRole.Builder.create(this, "ReaderAccess")
            .table(orders)
            .features(List.of(TableFeature.READ_ITEM, TableFeature.QUERY.onIndexes("byStatus")))
            .fieldEncryption(FieldEncryption.envelope(noteKey, FieldEncryptionOptions.builder()
                .mode(EncryptionMode.READ_ONLY)
                .encryptionContext(ENCRYPTION_CONTEXT)
                .build()))
            .build();
        Function.Builder.create(this, "Reader")
            .runtime(Runtime.NODEJS_22_X)
            .code(handlers)
            .handler("reader.handler")
            .role(readerAccess.getRole())
            .logGroup(readerAccess.getLogGroup())
            .environment(Map.of("TABLE_NAME", orders.getTableName()))
            .build();

        Function consumer = Function.Builder.create(this, "Consumer")
            .runtime(Runtime.NODEJS_22_X)
            .code(handlers)
            .handler("consumer.handler")
            .build();
        consumer.addEventSourceMapping("OrderChanges", EventSourceMappingOptions.builder()
            .eventSourceArn(orders.getTableStreamArn())
            .startingPosition(StartingPosition.LATEST)
            .reportBatchItemFailures(true)
            .build());
        LambdaTableAccess.Builder.create(this, "ConsumerAccess")
            .function(consumer)
            .table(orders)
            .features(List.of(TableFeature.STREAM_TRIGGER))
            .build();
    }

    private static Attribute string(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
