import { ServiceError } from './service';
import { Incoming } from './wire';

/** The services whose variable `AWS_ENDPOINT_URL_...` isn't named as the service that requests are signed for. */
const VARIABLES: Readonly<Record<string, string>> = {
  'cognito-idp': 'COGNITO_IDENTITY_PROVIDER',
  'email': 'SES',
  'events': 'EVENTBRIDGE',
  'execute-api': 'APIGATEWAYMANAGEMENTAPI',
  'logs': 'CLOUDWATCH_LOGS',
  'monitoring': 'CLOUDWATCH',
  'secretsmanager': 'SECRETS_MANAGER',
  'states': 'SFN',
};

/**
 * Refuses and counts requests to services that aren't modelled. Nothing goes to the internet.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export class OtherServices {
  /** How often each service was asked, by the name that requests are signed for. */
  public readonly refused = new Map<string, number>();

  public refuse({ service }: Incoming): ServiceError {
    const name = service || 'unsigned requests';
    this.refused.set(name, (this.refused.get(name) ?? 0) + 1);
    const hint = service ? `; set ${endpointVariable(service)} to an endpoint that serves it` : '';
    return new ServiceError('NotServed', `cdk-dynamo-access serves no ${name}${hint}`);
  }
}

/** The environment variable that says where a service is. */
export function endpointVariable(service: string): string {
  const name = Object.hasOwn(VARIABLES, service) ? VARIABLES[service] : service.toUpperCase().replaceAll(/\W/g, '_');
  return `AWS_ENDPOINT_URL_${name}`;
}
