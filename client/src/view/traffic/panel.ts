/** The panel named "Traffic": one per lab. It sends requests for as long as it is open, unless told otherwise. */
import * as vscode from 'vscode';
import type { Engine } from '../../lab/dockerApi';
import type { LabPlan } from '../../lab/plan';
import { type TrafficTarget, TrafficSession } from '../../lab/trafficSession';
import type { CountBy } from '../../lab/trafficWindow';
import { fillPanel, panelOptions } from '../webview';
import { type TrafficWish, wishOf } from './frame';
import { frameOf } from './frames';
import { trafficBody } from './page';

/** Milliseconds between two pictures. */
const TICK = 500;
/** Requests a second to begin with: enough to see, too few to disturb. */
const FIRST_RATE = 10;

export class TrafficPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly session: TrafficSession;
  private readonly timer: NodeJS.Timeout;
  private by: CountBy = 'server';

  constructor(
    extension: vscode.Uri,
    plan: LabPlan,
    private readonly targets: readonly TrafficTarget[],
    first: TrafficTarget,
    connect: () => Promise<Engine>,
    onClosed: () => void,
    private readonly onAnswers: (servers: readonly string[]) => void,
  ) {
    const title = `Traffic: ${plan.project}`;
    const options = panelOptions(extension);
    const column = vscode.ViewColumn.Active;
    this.panel = vscode.window.createWebviewPanel('haLab.traffic', title, column, options);
    this.session = new TrafficSession(connect, plan, first, FIRST_RATE);
    this.timer = setInterval(() => {
      if (this.panel.visible && this.session.status === 'running') this.draw();
    }, TICK);
    this.panel.webview.onDidReceiveMessage((message: unknown) => {
      const wish = wishOf(message);
      if (wish) void this.fulfil(wish);
    });
    this.panel.onDidDispose(() => {
      clearInterval(this.timer);
      void this.session.halt('stopped');
      onClosed();
    });
    fillPanel(this.panel, extension, { title, body: trafficBody(title), state: null, name: 'traffic' });
    void this.begin();
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** Ends the requests; what was counted stays to be seen. */
  async stop(note = ''): Promise<void> {
    if (this.session.status === 'stopped') return;
    await this.session.halt('stopped', note);
    this.draw();
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async begin(): Promise<void> {
    const over = this.session.start();
    this.draw();
    await over;
    this.draw();
  }

  private async fulfil(wish: TrafficWish): Promise<void> {
    const { session } = this;
    switch (wish.kind) {
      case 'ready':
        break;
      case 'run':
        void this.begin();
        return;
      case 'pause':
        await session.halt('paused');
        break;
      case 'stop':
        await session.halt('stopped');
        break;
      case 'rate':
        session.rate = Math.min(wish.rate, session.target.mostRate);
        if (session.status === 'running') void this.begin();
        break;
      case 'target':
        session.target = this.targets.find(({ id }) => id === wish.id) ?? session.target;
        session.rate = Math.min(session.rate, session.target.mostRate);
        if (session.status === 'running') void this.begin();
        break;
      case 'by':
        this.by = wish.by;
    }
    this.draw();
  }

  private draw(): void {
    const frame = frameOf(this.session, this.targets, this.by);
    if (this.by === 'server') this.onAnswers(frame.names);
    void this.panel.webview.postMessage(frame);
  }
}
