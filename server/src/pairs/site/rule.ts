import type { Site, SiteRule } from '../../core/language';
import { type Compose, type ComposeService, servicesOf } from '../../core/compose';
import { type ClusterNode, clusterNode, type NodeInstance, type Placed } from '../node';
import { bare, type Report } from '../rule';
import { type Proxy, proxyOf } from './proxy';

/** A rule over what runs together, as it was read. Only asked where both languages are. */
export interface TogetherRule extends Omit<SiteRule, 'checkSite'> {
  checkTogether(together: TogetherView, report: Report): void;
}

export interface TogetherView {
  readonly proxies: readonly Proxy[];
  readonly nodes: readonly ClusterNode[];
  readonly site: Site;
}

/** As the engine takes it. */
export function overSite(rule: TogetherRule): SiteRule {
  return {
    ...rule,
    checkSite(site, report) {
      rule.checkTogether(viewOf(site), report);
    },
  };
}

const views = new WeakMap<Site, TogetherView>();

/** Read once for all rules. */
function viewOf(site: Site): TogetherView {
  let view = views.get(site);
  if (!view) {
    view = { proxies: site.haproxy.map(proxyOf), nodes: site.keepalived.map(clusterNode), site };
    views.set(site, view);
  }
  return view;
}

/** Instances of which everything is known. */
export function certainInstances(nodes: readonly ClusterNode[]): NodeInstance[] {
  return nodes.flatMap((node) => node.instances).filter((one) => !one.uncertain);
}

/** A virtual address with where it is given. */
export interface VirtualAddress {
  readonly address: string;
  readonly place: Placed<string>;
}

export function virtualAddresses(nodes: readonly ClusterNode[]): VirtualAddress[] {
  return certainInstances(nodes).flatMap((one) =>
    one.addresses.map((place) => ({ address: bare(place.value), place })),
  );
}

/** The services that run a keepalived or HAProxy file, and the Compose file that says so. */
export function running(site: Site, uri: string): { compose: Compose; services: ComposeService[] } | undefined {
  const services = site.compose ? servicesOf(site.compose, uri) : [];
  return site.compose && services.length > 0 ? { compose: site.compose, services } : undefined;
}
