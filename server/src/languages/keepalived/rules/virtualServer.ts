import type { Finding, SectionRule } from '../../../core/language';
import { type Block, isBlock, type Node, type Section, walk } from '../../../core/tree';
import { addressFamily } from '../address';
import { extent, has, headRange, isPartial, valueOf, wordRange } from '../blocks';
import { checkValue } from './invalidValue';

type Report = (finding: Finding) => void;
const server = (head: string, method = 'NAT'): string => `virtual_server ${head} {
    protocol TCP
    lb_algo rr
    lb_kind ${method}
    real_server 192.0.2.21 80 {
        TCP_CHECK {
        }
    }
}
`;

/** What a virtual server is reached by, and how it passes packets on. */
export const virtualServer: SectionRule = {
  id: 'invalid-virtual-server',
  severity: 'error',
  title: 'Address, port or forwarding method of a virtual server',
  docs: 'A virtual server is `virtual_server ADDRESS [PORT]`, `virtual_server fwmark NUMBER` or `virtual_server group NAME`. A port of 0 (or none) is for persistent services (`persistence_timeout`) only. Options of a tunnel stand behind `TUN` alone.',
  bad: server('192.0.2.256 80'),
  good: server('192.0.2.10 80'),
  check(section, _context, report) {
    for (const node of walk(section.items)) {
      const keyword = node.words[0]!.text;
      if (isBlock(node) && node.type === 'virtual_server') {
        checkHead(node, report);
        if (!isPartial(section, node)) checkPort(node, report);
        checkRealServers(node, report);
        if (node.words[1]?.text === 'fwmark') checkMarked(node, report);
        if (!isPartial(section, node)) checkQuorum(section, node, report);
      } else if (METHODS.has(keyword) && node.parent?.type.startsWith('virtual_server')) checkMethod(node, report);
    }
  },
};

function checkHead(block: Block, report: Report): void {
  const [, first, second] = block.words;
  if (!first || first.dynamic) return;
  if (first.text === 'fwmark') {
    if (second) checkValue(block, second, { name: 'fwmark', type: 'uint', min: 0, max: 4294967295 }, report);
    else report({ range: wordRange(block, first), message: '"fwmark" needs a number behind it.' });
  } else if (first.text === 'group') {
    if (!second)
      report({
        range: wordRange(block, first),
        message: '"group" needs the name of a virtual_server_group behind it.',
      });
  } else {
    checkValue(block, first, { name: 'address', type: 'ip' }, report);
    if (second) checkValue(block, second, { name: 'port', type: 'port', min: 0 }, report);
  }
}

function checkPort(block: Block, report: Report): void {
  const [, address, port] = block.words;
  if (!address || addressFamily(address.text) === undefined || port?.dynamic) return;
  if ((port === undefined || Number(port.text) === 0) && !has(block, 'persistence_timeout', 'persistence_engine')) {
    report({
      range: wordRange(block, port ?? address),
      message: 'Without a port a virtual server has to be persistent: give a port, or a "persistence_timeout".',
    });
  }
}

/** The mark alone says which packets are meant: whatever their protocol, and of any port where it is not rewritten. */
function checkMarked(block: Block, report: Report): void {
  const protocol = block.items.find((item) => item.words[0]!.text === 'protocol');
  if (protocol) {
    const message = 'A firewall mark stands for packets of any protocol: keepalived ignores the line. Remove it.';
    report({ range: headRange(protocol), message, severity: 'warning' });
  }
  for (const server of block.items) {
    const [keyword, , port] = server.words;
    if (keyword!.text !== 'real_server' || !port || port.dynamic || !(Number(port.text) > 0)) continue;
    const own = isBlock(server) ? valueOf(server, 'lvs_method') : undefined;
    const method = (own ?? valueOf(block, 'lb_kind') ?? valueOf(block, 'lvs_method'))?.text;
    if (method !== 'DR' && method !== 'TUN') continue;
    const message = `With ${method} packets keep their port: keepalived ignores it behind a firewall mark. Write 0.`;
    report({ range: wordRange(server, port), message, severity: 'warning' });
  }
}

/** Packets that are not rewritten keep their family and port. */
function checkRealServers(block: Block, report: Report): void {
  const [, address, port] = block.words;
  const family = address && !address.dynamic ? addressFamily(address.text) : undefined;
  const method = (valueOf(block, 'lb_kind') ?? valueOf(block, 'lvs_method'))?.text;
  if (family === undefined || method === 'TUN' || method === undefined) return;
  for (const server of block.items) {
    if (server.words[0]!.text !== 'real_server') continue;
    if (isBlock(server) && has(server, 'lvs_method')) continue;
    const [, own, ownPort] = server.words;
    const ownFamily = own && !own.dynamic ? addressFamily(own.text) : undefined;
    if (own && ownFamily !== undefined && ownFamily !== family) {
      report({
        range: wordRange(server, own),
        message: `${own.text} is an IPv${ownFamily} address behind an IPv${family} one: keepalived skips the server. Only TUN can do that.`,
      });
    } else if (
      method === 'DR' &&
      port &&
      ownPort &&
      !port.dynamic &&
      !ownPort.dynamic &&
      Number(port.text) > 0 &&
      port.text !== ownPort.text
    ) {
      report({
        range: wordRange(server, ownPort),
        message: `With DR packets keep their port: keepalived takes ${port.text} instead of ${ownPort.text}.`,
      });
    }
  }
}

/** The servers' weights together have to reach the quorum, which is 1 when nothing else is said. */
function checkQuorum(section: Section, block: Block, report: Report): void {
  const number = (of: Block, keyword: string): number => Number(valueOf(of, keyword)?.text ?? 1);
  const servers = block.items.filter((item): item is Block => isBlock(item) && item.words[0]!.text === 'real_server');
  if (servers.length === 0 || servers.some((server) => isPartial(section, server))) return;
  const standard = number(block, 'weight');
  const total = servers.reduce((sum, server) => sum + (has(server, 'weight') ? number(server, 'weight') : standard), 0);
  const quorum = number(block, 'quorum');
  const valid = [standard, quorum, ...servers.map((server) => number(server, 'weight'))].every((value) => value >= 0);
  if (!valid || total >= quorum) return;
  const message = `The weights of the real servers add up to ${total}, less than the quorum of ${quorum}: keepalived lowers the quorum.`;
  report({ range: extent(section, block), head: headRange(block), message });
}

const METHODS = new Set(['lb_kind', 'lvs_method', 'sorry_server_lvs_method']);

function checkMethod(node: Node, report: Report): void {
  const [, method, option] = node.words;
  if (!method || !option || method.dynamic || option.dynamic) return;
  if (method.text === 'TUN') checkTunnel(node, report);
  else
    report({
      range: wordRange(node, option),
      message: `"${option.text}" is not allowed here: only TUN takes options.`,
    });
}

const TUNNELS = ['ipip', 'gue', 'gre'];
const CHECKSUMS = new Set(['nocsum', 'csum', 'remcsum']);

/** `TUN [type TYPE] [port PORT] [CHECKSUM]`. */
function checkTunnel(node: Node, report: Report): void {
  for (let i = 2; i < node.words.length; i++) {
    const word = node.words[i]!;
    if (word.dynamic) return;
    if (CHECKSUMS.has(word.text)) continue;
    const isType = word.text === 'type';
    if (!isType && word.text !== 'port') {
      const message = `"${word.text}" is no option of a tunnel: type, port, nocsum, csum and remcsum are.`;
      report({ range: wordRange(node, word), message });
      return;
    }
    const value = node.words[++i];
    if (isType && value && !value.dynamic && !TUNNELS.includes(value.text)) {
      const message = `"${value.text}" is no type of tunnel: it is one of ${TUNNELS.join(', ')}.`;
      report({ range: wordRange(node, value), message });
      return;
    }
  }
}
