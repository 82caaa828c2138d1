import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv2020 from 'ajv/dist/2020';

const ajv = new Ajv2020({ allErrors: true });

/** The errors of JSON by the schema that is published for it. */
export function findSchemaErrors(schema: string, json: string): unknown {
  const validate = ajv.compile(JSON.parse(readFileSync(join(__dirname, '..', '..', 'schemas', `${schema}.schema.json`), 'utf8')));
  validate(JSON.parse(json));
  return validate.errors ?? [];
}
