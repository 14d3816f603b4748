/** The frame of every page that the extension shows in a panel. Pure. */
import { escapeMarkup } from '../lab/markup';

export interface Page {
  readonly title: string;
  /** HTML, escaped. */
  readonly body: string;
  /** What VS Code gives back after the window was reloaded. */
  readonly state: unknown;
  /** Addresses of the script and the style sheet, as the panel may load them. */
  readonly script: string;
  readonly style: string;
  /** What VS Code loads our files from, for the content security policy. */
  readonly source: string;
  /** Lets this script run and no other. Never the same twice. */
  readonly nonce: string;
}

/** The whole document. Nothing is loaded but its script and its style sheet, and nothing inline runs. */
export function pageDocument({ title, body, state, script, style, source, nonce }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeMarkup(style)}">
<title>${escapeMarkup(title)}</title>
</head>
<body>
${body}
<script type="application/json" id="state">${JSON.stringify(state).replaceAll('<', '\\u003c')}</script>
<script nonce="${nonce}" src="${escapeMarkup(script)}"></script>
</body>
</html>
`;
}

/** A button that tells the extension which command it is for; `more` goes along with it. */
export function button(
  command: string,
  label: string,
  {
    kind = 'secondary',
    more = {},
  }: { kind?: 'primary' | 'secondary' | 'link'; more?: Readonly<Record<string, string>> } = {},
): string {
  const data = Object.entries(more).map(([name, value]) => ` data-${name}="${escapeMarkup(value)}"`);
  return `<button type="button" class="${kind}" data-command="${escapeMarkup(command)}"${data.join('')}>${escapeMarkup(label)}</button>`;
}

/** A table with a head; cells are HTML. The first cell of a row names it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = head.map((cell) => `<th scope="col">${cell}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => {
    const rest = cells.map((cell) => `<td>${cell}</td>`).join('');
    return `<tr><th scope="row">${name}</th>${rest}</tr>`;
  });
  return `<table><thead><tr>${columns}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}
