/** Every command of package.json and what it does. They are registered whether or not there is an engine. */
import * as vscode from 'vscode';
import { selectContext } from './actions/context';
import { drill, guessedDrill, healFault } from './actions/drill';
import { compareSaved, openReport } from './actions/drillFiles';
import { openDefinition, remove, restart, scaffoldFiles, stop } from './actions/lab';
import { applyToLab } from './applying/apply';
import { switchHaproxy } from './applying/switch';
import { NodeTexts, showDifference } from './applying/compare';
import { check } from './checking/check';
import { NodeLogs } from './actions/logs';
import { nodeAction, openShell, serviceAction } from './actions/node';
import { openLab, openNode } from './actions/open';
import type { Parts } from './actions/parts';
import { report } from './actions/report';
import { serverAction } from './actions/server';
import { start } from './actions/start';
import { doStep } from './actions/step';
import { changeCredentials, permit, trustCertificate, unwatch, watchTarget } from './actions/watched';
import { TrafficPanels } from './actions/traffic';

/** `argument` is the id of a tree row when the command comes from a menu of the tree. */
type Handler = (parts: Parts, argument: unknown) => unknown;

function table(logs: NodeLogs, texts: NodeTexts, traffic: TrafficPanels): Readonly<Record<string, Handler>> {
  return {
    'haLab.start': start,
    'haLab.stop': stop,
    'haLab.restart': restart,
    'haLab.scaffold': scaffoldFiles,
    'haLab.remove': remove,
    'haLab.open': openLab,
    'haLab.openDefinition': openDefinition,
    'haLab.drill.run': drill,
    'haLab.drill.guess': guessedDrill,
    'haLab.drill.heal': healFault,
    'haLab.drill.open': openReport,
    'haLab.drill.compare': compareSaved,
    'haLab.apply': applyToLab,
    'haLab.showDifference': (parts, argument) => showDifference(parts, texts, argument),
    'haLab.traffic.show': (parts, argument) => traffic.show(parts, argument),
    'haLab.traffic.stop': () => traffic.stop(),
    'haLab.step': doStep,
    'haLab.refresh': ({ labs }) => labs.refresh(),
    'haLab.selectContext': selectContext,
    'haLab.switchHaproxy': (parts, argument) => switchHaproxy(parts, texts, argument),
    'haLab.node.start': nodeAction('start'),
    'haLab.node.stop': nodeAction('stop'),
    'haLab.node.restart': nodeAction('restart'),
    'haLab.node.kill': nodeAction('kill'),
    'haLab.node.pause': nodeAction('pause'),
    'haLab.node.unpause': nodeAction('unpause'),
    'haLab.node.apply': nodeAction('apply'),
    'haLab.node.logs': (parts, argument) => logs.show(parts, argument),
    'haLab.node.shell': openShell,
    'haLab.node.open': openNode,
    'haLab.haproxy.start': serviceAction('haproxy', 'start'),
    'haLab.haproxy.stop': serviceAction('haproxy', 'stop'),
    'haLab.haproxy.restart': serviceAction('haproxy', 'restart'),
    'haLab.haproxy.reload': serviceAction('haproxy', 'reload'),
    'haLab.haproxy.kill': serviceAction('haproxy', 'kill'),
    'haLab.keepalived.start': serviceAction('keepalived', 'start'),
    'haLab.keepalived.stop': serviceAction('keepalived', 'stop'),
    'haLab.keepalived.restart': serviceAction('keepalived', 'restart'),
    'haLab.keepalived.reload': serviceAction('keepalived', 'reload'),
    'haLab.keepalived.kill': serviceAction('keepalived', 'kill'),
    'haconf.checkHaproxy': check('haproxy'),
    'haconf.checkKeepalived': check('keepalived'),
    'haLab.server.ready': serverAction('ready'),
    'haLab.server.drain': serverAction('drain'),
    'haLab.server.maintenance': serverAction('maint'),
    'haLab.server.weight': serverAction('weight'),
    'haLab.watch': watchTarget,
    'haLab.watched.stop': unwatch,
    'haLab.watched.allow': permit(true),
    'haLab.watched.forbid': permit(false),
    'haLab.watched.credentials': changeCredentials,
    'haLab.watched.trust': trustCertificate,
    'haconf.restartServer': ({ server }) => server.restart(),
    'haconf.showLog': ({ log }) => {
      log.show();
    },
  };
}

export function registerCommands(parts: Parts): vscode.Disposable {
  const logs = new NodeLogs();
  const texts = new NodeTexts();
  const traffic = new TrafficPanels();
  const commands = Object.entries(table(logs, texts, traffic)).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        await handler(parts, argument);
      } catch (error) {
        await report(error, parts.log);
      }
      // What a command of the lab has done may have brought files to nodes.
      if (id.startsWith('haLab.')) parts.differences.soon();
    }),
  );
  return vscode.Disposable.from(logs, texts, traffic, ...commands);
}
