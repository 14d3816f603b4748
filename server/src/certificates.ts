import { createRequire } from 'node:module';
import type { Validity } from './core/namedFiles';

const load = createRequire(__filename);

/** The certificates of a PEM text in their order; what is none, or is broken, is passed over. */
export function validitiesIn(text: string): Validity[] {
  const parts = text.match(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END/g) ?? [];
  if (parts.length === 0) return [];
  // Loaded here: it takes longer than most files take, and few name a certificate.
  const { X509Certificate } = load('node:crypto') as typeof import('node:crypto');
  return parts.flatMap((part) => {
    const body = part.replace(/-----[^-]*-----|-----END/g, '');
    try {
      const { subject, validFrom, validTo } = new X509Certificate(Buffer.from(body, 'base64'));
      const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
      const name = /^CN=(.*)$/m.exec(subject)?.[1] ?? '';
      return Number.isNaN(from) || Number.isNaN(to) ? [] : [{ name, from, to }];
    } catch (error) {
      // Node's own error for what is no certificate.
      if (error instanceof Error && 'code' in error) return [];
      throw error;
    }
  });
}
