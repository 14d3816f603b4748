import { compareVersions, type Schema } from '../../core/schema';

/** Whether an option counts in HTTP mode only, and in this kind of proxy at all. */
export function isHttpOption(name: string, type: string, schema: Schema): boolean {
  const http = schema.blocks.get('listen')!.keywords.get(name)?.extra?.['http'] as
    { readonly in: readonly string[]; readonly until?: string } | undefined;
  if (!http || (http.until !== undefined && compareVersions(schema.version, http.until) > 0)) return false;
  return type === 'listen' || http.in.includes(type);
}
