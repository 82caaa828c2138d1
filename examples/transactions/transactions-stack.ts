import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LambdaTableAccess, TableDenial, TableFeature } from 'cdk-dynamo-access';

/** Accounts that only transactions change: IAM has no action for a transaction, and knows those of its items. */
export class TransactionsStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const handlers = Code.fromAsset(join(__dirname, 'handlers'));
    const newFunction = (name: string) => new LambdaFunction(this, name, {
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: `${name.toLowerCase()}.handler`,
    });

    const customers = new Table(this, 'Customers', {
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    const ledger = new Table(this, 'Ledger', {
      partitionKey: { name: 'accountId', type: AttributeType.STRING },
      sortKey: { name: 'entryId', type: AttributeType.STRING }, // BALANCE for the balance of the account
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });

    // Transfer moves money in a transaction, and can't change the ledger outside of one. Of the customer it checks a condition,
    // in the same transaction, and reads nothing.
    const transfer = new LambdaTableAccess(this, 'TransferAccess', {
      function: newFunction('Transfer'),
      table: ledger,
      features: [TableFeature.TRANSACT_PUT, TableFeature.TRANSACT_UPDATE],
      environmentVariable: 'LEDGER',
    });
    transfer.addTableAccess({ table: customers, features: [TableFeature.CONDITION_CHECK], environmentVariable: 'CUSTOMERS' });
    transfer.denyTableAccess({ table: ledger, denials: [TableDenial.DELETES] }); // a ledger forgets nothing

    // Statement reads the entries of an account by PartiQL, which has actions of its own. A SELECT without a key would scan.
    const statement = new LambdaTableAccess(this, 'StatementAccess', {
      function: newFunction('Statement'),
      table: ledger,
      features: [TableFeature.PARTIQL_SELECT],
      environmentVariable: 'LEDGER',
    });
    statement.denyTableAccess({ table: ledger, denials: [TableDenial.PARTIQL_FULL_SCANS] });

    // Enrol reads and writes many customers in one request: batches have actions of their own, too.
    new LambdaTableAccess(this, 'EnrolAccess', {
      function: newFunction('Enrol'),
      table: customers,
      features: [TableFeature.BATCH_READ, TableFeature.BATCH_WRITE],
      environmentVariable: 'CUSTOMERS',
    });
  }
}
