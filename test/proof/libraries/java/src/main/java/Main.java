import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primarySortKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.secondaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional.keyEqualTo;

import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbIndex;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Calls every operation of the DynamoDB Enhanced Client on items.
 *
 * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/dynamodb-enhanced-client.html">its guide</a>
 */
public class Main {
    public static class Order {
        private String pk;
        private String sk = "s";
        private String name = "n";

        public String getPk() { return pk; }
        public void setPk(String pk) { this.pk = pk; }
        public String getSk() { return sk; }
        public void setSk(String sk) { this.sk = sk; }
        public String getName() { return name; }
        public void setName(String name) { this.name = name; }
    }

    private static final TableSchema<Order> SCHEMA = StaticTableSchema.builder(Order.class)
        .newItemSupplier(Order::new)
        .addAttribute(String.class, each -> each.name("pk").getter(Order::getPk).setter(Order::setPk).tags(primaryPartitionKey()))
        .addAttribute(String.class, each -> each.name("sk").getter(Order::getSk).setter(Order::setSk).tags(primarySortKey()))
        .addAttribute(String.class, each -> each.name("name").getter(Order::getName).setter(Order::setName).tags(secondaryPartitionKey("byName")))
        .build();

    public static void main(String[] args) {
        DynamoDbClient dynamoDb = DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
        DynamoDbEnhancedClient client = DynamoDbEnhancedClient.builder().dynamoDbClient(dynamoDb).build();
        DynamoDbTable<Order> orders = client.table(System.getenv("TABLE"), SCHEMA);
        DynamoDbIndex<Order> byName = orders.index("byName");

        orders.putItem(makeOrder("1"));
        orders.putItem(makeOrder("2"));
        orders.getItem(makeKey("1"));
        orders.updateItem(makeOrder("1"));
        orders.query(keyEqualTo(each -> each.partitionValue("1"))).items().stream().count();
        byName.query(keyEqualTo(each -> each.partitionValue("n"))).stream().count();
        orders.scan().items().stream().count();
        byName.scan().stream().count();

        client.batchWriteItem(batch -> batch.writeBatches(WriteBatch.builder(Order.class).mappedTableResource(orders)
            .addPutItem(makeOrder("3")).addPutItem(makeOrder("4")).addDeleteItem(makeKey("5")).build()));
        client.batchGetItem(batch -> batch.readBatches(ReadBatch.builder(Order.class).mappedTableResource(orders)
            .addGetItem(makeKey("3")).build())).resultsForTable(orders).stream().count();

        client.transactWriteItems(transaction -> transaction
            .addPutItem(orders, makeOrder("6"))
            .addUpdateItem(orders, makeOrder("1"))
            .addDeleteItem(orders, makeKey("3"))
            .addConditionCheck(orders, ConditionCheck.builder().key(makeKey("2"))
                .conditionExpression(Expression.builder().expression("attribute_exists(pk)").build()).build()));
        client.transactGetItems(transaction -> transaction.addGetItem(orders, makeKey("1")));
        orders.deleteItem(makeKey("1"));
    }

    private static Order makeOrder(String pk) {
        Order order = new Order();
        order.setPk(pk);
        return order;
    }

    private static Key makeKey(String pk) {
        return Key.builder().partitionValue(pk).sortValue("s").build();
    }
}
