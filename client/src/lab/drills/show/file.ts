/** The timeline as a file of its own, which suits a light and a dark page and forced colours. */
import type { DrillReport } from '../report';
import { timelineSvg } from './timeline';

interface Scheme {
  readonly page: string;
  readonly row: string;
  readonly text: string;
  readonly dim: string;
  readonly good: string;
  readonly bad: string;
  readonly change: string;
  readonly line: string;
}

const light: Scheme = {
  page: '#ffffff',
  row: '#f5f6f8',
  text: '#1f2328',
  dim: '#57606a',
  good: '#a6e3b4',
  bad: '#ffb8b0',
  change: '#bcd8f7',
  line: '#c4cad1',
};

const dark: Scheme = {
  page: '#1e1e1e',
  row: '#26282b',
  text: '#e6e6e6',
  dim: '#a8adb4',
  good: '#1d5b31',
  bad: '#7d2a24',
  change: '#1f4a78',
  line: '#474c52',
};

function rules(scheme: Scheme): string {
  return [
    `.background{fill:${scheme.page}}`,
    `.row{fill:${scheme.row}}`,
    `text{fill:${scheme.text}}`,
    `.scale,.node-name{fill:${scheme.dim}}`,
    `.outside{stroke:${scheme.row}}`,
    `.tick,.leader{stroke:${scheme.line}}`,
    `.good .bar,.good .mark{fill:${scheme.good}}`,
    `.bad .bar,.bad .mark{fill:${scheme.bad}}`,
    `.change .bar,.change .mark{fill:${scheme.change}}`,
    `.bar,.mark{stroke:${scheme.dim}}`,
    `.hatch{stroke:${scheme.dim};opacity:.35}`,
    `.moment{stroke:${scheme.text}}`,
  ].join('');
}

const STYLE = [
  'text{font:11px system-ui,"Segoe UI",Ubuntu,"Helvetica Neue",sans-serif}',
  '.lane-name{font-weight:600}',
  '.outside{paint-order:stroke;stroke-width:3px}',
  '.bar,.mark{stroke-width:.6}',
  '.moment{stroke-dasharray:4 3}',
  '.tick{stroke-width:.6}',
  rules(light),
  `@media (prefers-color-scheme:dark){${rules(dark)}}`,
].join('');

/** A whole SVG document. */
export function timelineFile(report: DrillReport): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${timelineSvg(report, { style: STYLE })}\n`;
}
