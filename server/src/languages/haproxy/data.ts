import json from '../../../data/haproxy.json';
import { loadSchema, type SchemaData } from '../../core/schemaData';
import type { Schema } from '../../core/schema';

const data = json as SchemaData;

export const versions = data.versions;

/** The newest long-term version. */
export const defaultVersion = '3.2';

const schemas = new Map<string, Schema>();

export function schemaOf(version: string): Schema {
  let schema = schemas.get(version);
  if (!schema) schemas.set(version, (schema = loadSchema(data, version)));
  return schema;
}

let all: Schema | undefined;

/** Everything that any supported version knows. */
export function everything(): Schema {
  return (all ??= loadSchema(data));
}

const headers = new Map(
  data.keywords.filter((keyword) => keyword.in.includes('')).map((keyword) => [keyword.name, keyword.block]),
);

/** The kind of section that a line with this first word begins. */
export function headerType(word: string): string | undefined {
  return headers.get(word);
}
