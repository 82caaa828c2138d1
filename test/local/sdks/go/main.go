// Gets an item and puts it, and prints what DynamoDB answers.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func main() {
	ctx := context.Background()
	loaded, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	client := dynamodb.NewFromConfig(loaded)
	table := aws.String(os.Getenv("ORDERS_TABLE"))
	key := map[string]types.AttributeValue{
		"customer": &types.AttributeValueMemberS{Value: "c"},
		"number":   &types.AttributeValueMemberN{Value: "1"},
	}
	_, err = client.GetItem(ctx, &dynamodb.GetItemInput{TableName: table, Key: key})
	fmt.Println("GetItem:", err)
	_, err = client.PutItem(ctx, &dynamodb.PutItemInput{TableName: table, Item: key})
	fmt.Println("PutItem:", err)
}
