import type { Configuration, DocumentRule } from '../../../core/language';
import { isBlock } from '../../../core/tree';
import { absolute, has, isPartial, wordRange } from '../blocks';
import { type Command, commandsOf } from '../commands';
import { globals, instance } from './texts';

/** Scripts that run as whoever happens to be there. */
export const scriptUser: DocumentRule = {
  id: 'script-user',
  severity: 'hint',
  title: 'Script whose user is nowhere given',
  docs: 'Without `user` and without `script_user` in `global_defs`, keepalived runs a script as the account `keepalived_script` if the machine has one, otherwise as itself, which is mostly root. The same file then behaves differently from node to node: a check that may read a socket as root may not as another. Say which user is meant. Only the first such script of a file is shown.',
  bad: instance('    notify_master "/etc/keepalived/notify.sh master"'),
  good: globals + instance('    notify_master "/etc/keepalived/notify.sh master"'),
  checkDocument(document, { schema, configuration }, report) {
    if (configuration.incomplete || saysUser(configuration)) return;
    for (const section of document.sections) {
      for (const command of commandsOf(section, schema)) {
        if (hasUser(command) || isPartial(section, command.block)) continue;
        report({
          range: absolute(section, wordRange(command.node, command.word)),
          message:
            'This runs as the account "keepalived_script" if there is one, else as root: name the user with "script_user" in global_defs.',
        });
        return;
      }
    }
  },
};

/** Somewhere a user is given for all scripts, or may be. */
function saysUser({ documents }: Configuration): boolean {
  return documents.some(({ sections }) =>
    sections.some((section) =>
      section.items.some(
        (item) =>
          item.words[0]!.dynamic ||
          (isBlock(item) &&
            item.type === 'global_defs' &&
            (has(item, 'script_user') || item.items.some((inner) => inner.words[0]!.dynamic))),
      ),
    ),
  );
}

/** Behind the command, or on a line of its own beside it. */
function hasUser({ node, keyword, block }: Command): boolean {
  return keyword.args[1]?.type === 'user' ? node.words.length > 2 : has(block, 'user');
}
