// The walkthrough "Get started with the HA lab", as a person uses it.
import * as vscode from 'vscode';
import { page } from './page';
import { until } from './wait';

const seconds = 1000;

/** CSS selector of a step. */
const step = (id: string) => `[data-step-id="haconf.haconf#haLab#${id}"]`;

export const walkthrough = {
  /** Opens it in place of all editors. */
  open: async (): Promise<void> => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await page.command('Open the Walkthrough of the Lab');
    await page.wait({ selector: step('started') });
  },
  isChecked: async (id: string) =>
    (await page.count({ selector: `${step(id)} .codicon-getting-started-step-checked` })) > 0,
  checked: (id: string) => until(`the check mark of ${id}`, () => walkthrough.isChecked(id), 40 * seconds),
  /** Unfolds a step and presses a button of it. */
  press: async (id: string, button: string): Promise<void> => {
    await page.click({ selector: `${step(id)} .step-title` });
    // It takes the focus a moment after it is unfolded, which would close what the button opens.
    await page.wait({ selector: `${step(id)}:focus` });
    await page.click({ within: step(id), role: 'button', name: button });
  },
};
