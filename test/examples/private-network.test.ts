import { PrivateNetworkStack } from '../../examples/private-network/private-network-stack';
import { describeExample } from '../support/example';

describeExample('private-network', (app) => [new PrivateNetworkStack(app, 'PrivateNetwork')], [
  'Registry may',
  '  - read items of Patients · only if aws:SecureTransport is true · only if aws:SourceVpce is {"Ref":"VpcDynamoDbAFC3533B"} · READ_ITEM',
  '  - update items of Patients · only if aws:SecureTransport is true · only if aws:SourceVpce is {"Ref":"VpcDynamoDbAFC3533B"} · UPDATE_ITEM',
  '  - decrypt with key PatientsKey · only through DynamoDB · READ_ITEM, UPDATE_ITEM',
  '  - create log streams in and write to log group RegistryAccess/LogGroup · logs',
]);
