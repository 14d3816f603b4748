/** Something whose parts never change, so that what was found out about it holds for as long as it lives. */
export interface Keeper {
  /** By slot, see `Kept`; nobody else reads or writes it. */
  readonly kept: unknown[];
}

let slots = 0;

/**
 * What one party found out about sections (or other keepers), kept with each of them. As a WeakMap, but a large file has
 * thousands of sections and every rule looks up each of them after every keystroke: a field is found in a fraction of the
 * time that a hash takes, and gives the garbage collector nothing to do.
 */
export class Kept<T> {
  private readonly slot = slots++;

  get(keeper: Keeper): T | undefined {
    return keeper.kept[this.slot] as T | undefined;
  }

  set(keeper: Keeper, value: T): T {
    keeper.kept[this.slot] = value;
    return value;
  }
}
