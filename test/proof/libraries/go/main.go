// Calls every operation of guregu/dynamo on items. See https://pkg.go.dev/github.com/guregu/dynamo/v2
package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/guregu/dynamo/v2"
)

// Order is an item of the table.
type Order struct {
	PK   string `dynamo:"pk,hash"`
	SK   string `dynamo:"sk,range"`
	Name string `dynamo:"name" index:"byName,hash"`
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	ctx := context.Background()
	loaded, err := config.LoadDefaultConfig(ctx)
	must(err)
	db := dynamo.New(loaded)
	table := db.Table(os.Getenv("TABLE"))
	order := func(pk string) Order { return Order{PK: pk, SK: "s", Name: "n"} }
	get := func(pk string) *dynamo.Query { return table.Get("pk", pk).Range("sk", dynamo.Equal, "s") }

	must(table.Put(order("1")).Run(ctx))
	must(table.Put(order("2")).Run(ctx))
	var one Order
	must(get("1").One(ctx, &one))
	must(table.Update("pk", "1").Range("sk", "s").Set("total", 2).Value(ctx, &one))
	var all []Order
	must(table.Get("pk", "1").All(ctx, &all))
	must(table.Get("name", "n").Index("byName").All(ctx, &all))
	must(table.Scan().All(ctx, &all))
	must(table.Scan().Index("byName").All(ctx, &all))

	batch := table.Batch("pk", "sk")
	_, err = batch.Write().Put(order("3"), order("4")).Delete(dynamo.Keys{"5", "s"}).Run(ctx)
	must(err)
	must(batch.Get(dynamo.Keys{"3", "s"}, dynamo.Keys{"4", "s"}).All(ctx, &all))

	must(db.WriteTx().
		Put(table.Put(order("6"))).
		Update(table.Update("pk", "1").Range("sk", "s").Set("total", 3)).
		Delete(table.Delete("pk", "3").Range("sk", "s")).
		Check(table.Check("pk", "2").Range("sk", "s").IfExists()).
		Run(ctx))
	must(db.GetTx().GetOne(get("1"), &one).Run(ctx))
	must(table.Delete("pk", "1").Range("sk", "s").Run(ctx))
}
