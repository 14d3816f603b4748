import type { SectionRule } from '../../../core/language';
import { wordRange } from '../blocks';
import { commandsOf } from '../commands';
import { globals, instance } from './texts';

/** What begins otherwise, with a quote or a redirection, is not judged. */
const RELATIVE = /^[\w.][^\s'"`$<>|;&]*/;

/** A program that is looked for. */
export const scriptPath: SectionRule = {
  id: 'script-path',
  severity: 'hint',
  title: 'Script without an absolute path',
  docs: 'keepalived looks for a bare name along its own `PATH`, which systemd or a container sets and which often differs from that of a shell; a path such as `bin/check.sh` counts from the folder that keepalived runs in. What it does not find it disables: a script that is not there never fails, and nothing is handed over. Write the whole path.',
  bad: globals + instance('    notify_master "notify.sh master"'),
  good: globals + instance('    notify_master "/etc/keepalived/notify.sh master"'),
  check(section, { schema }, report) {
    for (const { node, word } of commandsOf(section, schema)) {
      const program = RELATIVE.exec(word.text)?.[0];
      if (program === undefined) continue;
      const where = program.includes('/')
        ? 'counts from the folder that keepalived runs in'
        : 'is looked for along the PATH of keepalived, which is often not that of a shell';
      report({ range: wordRange(node, word), message: `"${program}" ${where}: write its whole path.` });
    }
  },
};
