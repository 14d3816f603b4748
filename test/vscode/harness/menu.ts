import { page, type Target } from './page';
import { until } from './wait';

const second = 1000;
/** A menu that has just opened ignores the mouse for 100 ms. */
const DEAF = 250;

/**
 * Chooses from the menu of a row of the side bar, as a person does: right button, then the item. What the row offers may
 * just be changing, and a menu goes with a row that is drawn anew: then it is opened again.
 */
export async function chooseFromMenu(row: string, item: string): Promise<void> {
  const entry: Target = { role: 'menuitem', name: item };
  const tooLate = (error: Error): Promise<false> | false =>
    error.message.includes('Timeout') ? false : Promise.reject(error);
  const choose = async (): Promise<boolean> => {
    await page.press('Escape');
    await page.click({ within: '.part.sidebar', role: 'treeitem', name: row }, { button: 'right' });
    if (!(await page.wait(entry, 'visible', 3 * second).then(() => true, tooLate))) return false;
    await new Promise((resolve) => setTimeout(resolve, DEAF));
    return page.click(entry, { timeout: second }).then(() => true, tooLate);
  };
  await until(`${item} is chosen`, choose, 30 * second);
}
