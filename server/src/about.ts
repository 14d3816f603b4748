import manifest from '../../package.json';

/** haconf's own version. */
export const { version } = manifest as { version: string };
