// Command quickstart synthesizes the same stack as examples/quickstart.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	access "github.com/cdk-dynamo-access/cdk-dynamo-access-go/cdkdynamoaccess"
)

var encryptionContext = map[string]*string{"purpose": jsii.String("order-note")}

// NewQuickstartStack declares orders, whose notes are encrypted by the functions themselves: one function writes, one reads,
// one follows changes.
func NewQuickstartStack(scope constructs.Construct, id, handlersFolder string) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, nil)

	handlers := awslambda.Code_FromAsset(&handlersFolder, nil)

	orders := awsdynamodb.NewTable(stack, jsii.String("Orders"), &awsdynamodb.TableProps{
		PartitionKey:  text("customerId"),
		SortKey:       text("orderId"),
		Encryption:    awsdynamodb.TableEncryption_CUSTOMER_MANAGED,
		EncryptionKey: awskms.NewKey(stack, jsii.String("OrdersKey"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)}),
		Stream:        awsdynamodb.StreamViewType_NEW_IMAGE,
		PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{
			PointInTimeRecoveryEnabled: jsii.Bool(true),
		},
	})
	orders.AddGlobalSecondaryIndex(&awsdynamodb.GlobalSecondaryIndexProps{
		IndexName: jsii.String("byStatus"), PartitionKey: text("status"),
	})
	orders.AddGlobalSecondaryIndex(&awsdynamodb.GlobalSecondaryIndexProps{
		IndexName: jsii.String("byProduct"), PartitionKey: text("productId"),
	})
	orders.AddLocalSecondaryIndex(&awsdynamodb.LocalSecondaryIndexProps{
		IndexName: jsii.String("byDate"), SortKey: text("placedAt"),
	})

	noteKey := awskms.NewKey(stack, jsii.String("NoteKey"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)})

	writerAccess := access.NewDynamoAccessRole(stack, jsii.String("WriterAccess"), &access.DynamoAccessRoleProps{
		Table:    orders,
		Features: &[]access.TableFeature{access.TableFeature_PUT_ITEM()},
		FieldEncryption: access.FieldEncryption_Envelope(noteKey, &access.FieldEncryptionOptions{
			Mode:              access.EncryptionMode_WRITE_ONLY,
			EncryptionContext: &encryptionContext,
		}),
	})
	awslambda.NewFunction(stack, jsii.String("Writer"), &awslambda.FunctionProps{
		Runtime:     awslambda.Runtime_NODEJS_22_X(),
		Code:        handlers,
		Handler:     jsii.String("writer.handler"),
		Role:        writerAccess.Role(),
		LogGroup:    writerAccess.LogGroup(),
		Environment: &map[string]*string{"TABLE_NAME": orders.TableName(), "NOTE_KEY": noteKey.KeyArn()},
	})

	readerAccess := access.NewDynamoAccessRole(stack, jsii.String("ReaderAccess"), &access.DynamoAccessRoleProps{
		Table: orders,
		Features: &[]access.TableFeature{
			access.TableFeature_READ_ITEM(),
			access.TableFeature_QUERY().OnIndexes(jsii.String("byStatus")),
		},
		FieldEncryption: access.FieldEncryption_Envelope(noteKey, &access.FieldEncryptionOptions{
			Mode:              access.EncryptionMode_READ_ONLY,
			EncryptionContext: &encryptionContext,
		}),
	})
	awslambda.NewFunction(stack, jsii.String("Reader"), &awslambda.FunctionProps{
		Runtime:     awslambda.Runtime_NODEJS_22_X(),
		Code:        handlers,
		Handler:     jsii.String("reader.handler"),
		Role:        readerAccess.Role(),
		LogGroup:    readerAccess.LogGroup(),
		Environment: &map[string]*string{"TABLE_NAME": orders.TableName()},
	})

	consumer := awslambda.NewFunction(stack, jsii.String("Consumer"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_NODEJS_22_X(),
		Code:    handlers,
		Handler: jsii.String("consumer.handler"),
	})
	consumer.AddEventSourceMapping(jsii.String("OrderChanges"), &awslambda.EventSourceMappingOptions{
		EventSourceArn:          orders.TableStreamArn(),
		StartingPosition:        awslambda.StartingPosition_LATEST,
		ReportBatchItemFailures: jsii.Bool(true),
	})
	access.NewLambdaTableAccess(stack, jsii.String("ConsumerAccess"), &access.LambdaTableAccessProps{
		Function: consumer,
		Table:    orders,
		Features: &[]access.TableFeature{access.TableFeature_STREAM_TRIGGER()},
	})
	return stack
}

// text is the attribute of a key whose values are strings.
func text(name string) *awsdynamodb.Attribute {
	return &awsdynamodb.Attribute{Name: &name, Type: awsdynamodb.AttributeType_STRING}
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: quickstart HANDLERS_FOLDER")
	}
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewQuickstartStack(app, "Quickstart", os.Args[1])
	app.Synth(nil)
}
