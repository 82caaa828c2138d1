import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Gets an item and puts it, and prints what DynamoDB answers. */
public class Main {
    public static void main(String[] args) {
        String table = System.getenv("ORDERS_TABLE");
        Map<String, AttributeValue> key = Map.of("customer", AttributeValue.fromS("c"), "number", AttributeValue.fromN("1"));
        try (DynamoDbClient client = DynamoDbClient.create()) {
            print("GetItem", () -> client.getItem(request -> request.tableName(table).key(key)));
            print("PutItem", () -> client.putItem(request -> request.tableName(table).item(key)));
        }
    }

    private static void print(String operation, Runnable request) {
        try {
            request.run();
            System.out.println(operation + ": done");
        } catch (Exception error) {
            System.out.println(operation + ": " + error.getMessage());
        }
    }
}
