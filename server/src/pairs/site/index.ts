import type { Language, SiteRule } from '../../core/language';
import { bindVirtual } from './bindVirtual';
import { testedElsewhere } from './checks';
import { netAdmin, serverName, virtualNetwork } from './compose';
import { overSite, type TogetherRule } from './rule';
import { serverPort } from './serverPort';
import { unserved, untracked } from './unserved';
import { virtualServerPort } from './virtualServerPort';

/** Every rule over HAProxy, keepalived and their Compose file, by the language in whose files it reports. */
export const siteRules: Readonly<Record<Language['id'], readonly SiteRule[]>> = {
  haproxy: all(bindVirtual, serverName, serverPort),
  keepalived: all(unserved, untracked, testedElsewhere, netAdmin, virtualNetwork, virtualServerPort),
};

function all(...rules: readonly TogetherRule[]): SiteRule[] {
  return rules.map(overSite);
}
