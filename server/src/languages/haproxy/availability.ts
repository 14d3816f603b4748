import { placesOf, samplesOf } from './sampleData';

/** Columns of the registry's table that say where a fetch may be used: for frontends, and for backends. */
const PLACES: readonly (readonly [RegExp, readonly number[], readonly number[]])[] = [
  [/^tcp-request connection /, [0], [0]],
  [/^tcp-request session /, [1], [1]],
  [/^tcp-request content /, [2], [6]],
  [/^tcp-response content /, [15], [11]],
  [/^http-request /, [3], [7]],
  [/^http-(after-)?response /, [16], [12]],
  [/^use_backend$/, [5], [5]],
  [/^stick (on|match|store-request)$/, [9], [9]],
  [/^stick store-response$/, [14], [14]],
  [/^(error-)?log-format(-sd)?$/, [18], [18]],
  [/^unique-id-format$/, [3], [3]],
  [/^(http|tcp)-check /, [19], [19]],
  [/^balance hash$/, [9], [9]],
  // The name of the server for TLS, and that of its pool of connections.
  [/^server(-template)?$/, [10], [10]],
];

/** Kinds of proxy, with whether they are frontends and backends. */
const SIDES: Readonly<Record<string, readonly [boolean, boolean]>> = {
  frontend: [true, false],
  backend: [false, true],
  listen: [true, true],
};

/** The same where only the condition of a line is looked at. */
const CONDITIONAL: typeof PLACES = [
  [/^quic-initial /, [0], [0]],
  [/^(redirect$|stats (admin|http-request))/, [3], [7]],
  [/^use-server$/, [9], [9]],
  [/^(force|ignore)-persist$/, [6], [6]],
  ...PLACES,
];

/** Whether a fetch has nothing to look at when the condition of a line is tested, so that an ACL with it never matches there. */
export function isOutOfPlace(fetch: string, keyword: string, section: string): boolean {
  const place = CONDITIONAL.find(([pattern]) => pattern.test(keyword));
  // Nobody knows which kinds of proxy will take a rule from their defaults: it counts for both.
  const sides = section === 'defaults' ? SIDES['listen'] : SIDES[section];
  const places = placesOf(fetch);
  if (!place || !sides || places.length === 0) return false;
  const columns = [...(sides[0] ? place[1] : []), ...(sides[1] ? place[2] : [])];
  return !columns.some((column) => places.some((where) => where[column] === 'Y'));
}

/** Whether a fetch knows what it looks at before anything has come in, or whether nothing is known of it. */
export function isBeforeContents(fetch: string): boolean {
  const places = placesOf(fetch);
  return places.length === 0 || places.some((where) => where.slice(0, 2).includes('Y'));
}

/**
 * What is wrong with the place in which a fetch stands: what it looks at does not exist yet, or no longer, when the rule
 * is processed. `undefined` also where nothing is known.
 */
export function checkAvailability(
  fetch: string,
  keyword: string,
  section: string,
  version: string,
): string | undefined {
  const place = PLACES.find(([pattern]) => pattern.test(keyword));
  const sides = SIDES[section];
  const { fetches, acls } = samplesOf(version);
  const places = placesOf(fetches.has(fetch) ? fetch : (acls.get(fetch)?.fetch ?? ''));
  if (!place || !sides || places.length === 0) return undefined;
  const columns = [...(sides[0] ? place[1] : []), ...(sides[1] ? place[2] : [])];
  if (columns.some((column) => places.some((where) => where[column] === 'Y'))) return undefined;
  const what = /^(res|rep|resp|shdr|scook|status)/.test(fetch)
    ? 'the response is not there yet'
    : 'what it looks at is not there';
  return `"${fetch}" cannot be used in "${keyword}": ${what} when this is processed.`;
}
