/** The status bar item: which node holds the virtual address, or what is wrong. */
import * as vscode from 'vscode';
import type { Labs } from '../labs';
import { Once } from './once';
import { statusOf, type StatusText } from './status';

const backgrounds = {
  fine: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
};

export function showStatus(labs: Labs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('haLab.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'HA Lab';
  item.command = 'haLab.nodes.focus';
  const once = new Once<'status'>();
  const update = () => {
    once.tell('status', statusOf(labs.all), show);
  };
  const show = (status: StatusText | undefined) => {
    if (!status) {
      item.hide();
      return;
    }
    const background = backgrounds[status.severity];
    item.text = status.text;
    item.tooltip = new vscode.MarkdownString(status.tooltip);
    item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    item.show();
  };
  update();
  return vscode.Disposable.from(item, labs.onDidChange(update));
}
