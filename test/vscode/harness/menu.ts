import { page, type Target } from './page';
import { until } from './wait';

const second = 1000;

/** Chooses from the menu of a row of the side bar, as a person does: right button, then the item. */
export async function chooseFromMenu(row: string, item: string): Promise<void> {
  const entry: Target = { role: 'menuitem', name: item };
  // What the row offers may just be changing, and a menu goes with a row that is drawn anew; one that has just opened
  // ignores the mouse for 100 ms. The next try finds it.
  const tooLate = (error: Error): Promise<false> | false =>
    error.message.includes('Timeout') ? false : Promise.reject(error);
  let taken = false;
  await until(
    `${item} is chosen`,
    async () => {
      if ((await page.count(entry)) === 0) {
        if (taken) return true;
        await page.press('Escape');
        await page.click({ within: '.part.sidebar', role: 'treeitem', name: row }, { button: 'right' });
        const isOpen = await page.wait(entry, 'visible', 3 * second).then(() => true, tooLate);
        if (!isOpen) return false;
      }
      taken = await page.click(entry, { timeout: second }).then(() => true, tooLate);
      return false;
    },
    20 * second,
  );
}
