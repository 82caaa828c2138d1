/** What a stage has itself, by ARN: its table, and its keys, that of the table first. */
export interface OwnResources {
  readonly table: { readonly arn: string };
  readonly keys: readonly string[];
}

/** What a resource of a permission is to a stage, so that none is taken for another. */
export function kindOf(resource: string, { table, keys: [tableKey] }: OwnResources): string {
  if (resource === '*') return 'the account';
  const [,, service, region,, ...rest] = resource.split(':');
  const path = rest.join(':');
  switch (service) {
    case 'dynamodb': {
      const own = withoutRegion(resource.split('/').slice(0, 2).join('/')) === withoutRegion(table.arn);
      if (!own) return 'another table';
      const below = path.split('/')[2];
      const [,,, ownRegion] = table.arn.split(':');
      return `${region === ownRegion ? 'the table' : 'a replica'}${below === undefined ? '' : `'s ${below}`}`;
    }
    case 'kms':
      if (resource === tableKey) return 'the table\'s key';
      return tableKey !== undefined && withoutRegion(resource) === withoutRegion(tableKey) ? 'a replica\'s key' : 'another key';
    case 'logs':
      return path.endsWith(':*') ? 'a log group with :*' : 'a log group';
    default:
      return `${service} ${path.split('/')[0]}`;
  }
}

function withoutRegion(arn: string): string {
  return arn.replace(/^((?:[^:]*:){3})[^:]*/, '$1');
}
