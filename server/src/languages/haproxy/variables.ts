const SCOPES = ['proc', 'sess', 'txn', 'req', 'res', 'check'];

/** Scopes of the stream that this one was made for, known from version 3.2 on. */
const PARENTS = ['psess', 'ptxn', 'preq', 'pres'];

/** What is wrong with the name of a variable (manual, chapter 2.8): a scope, a dot, letters, digits, dots and underscores. */
export function checkVariable(name: string): string | undefined {
  const dot = name.indexOf('.');
  const scope = dot < 0 ? name : name.slice(0, dot);
  if (dot < 0 || !(SCOPES.includes(scope) || PARENTS.includes(scope))) {
    return `The variable "${name}" needs a scope before it: ${SCOPES.map((one) => `"${one}."`).join(', ')}.`;
  }
  if (dot === name.length - 1) return `The name behind "${scope}." is missing.`;
  if (!/^[A-Za-z0-9_.]+$/.test(name))
    return `The variable name "${name}" may hold only letters, digits, dots and underscores.`;
  return undefined;
}
