/** `3` makes servers 1 to 3, `5-7` servers 5 to 7. Undefined for anything else. */
export function templateNumbers(text = ''): readonly [number, number] | undefined {
  const found = /^(?:([0-9]+)-)?([0-9]+)$/.exec(text);
  return found ? [Number(found[1] ?? 1), Number(found[2])] : undefined;
}
