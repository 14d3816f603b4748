import type { RuleInfo } from '../../../core/language';

type Text = Omit<RuleInfo, 'id' | 'severity'>;

/** A complete instance around the lines of an example. */
const instance = (lines: string): string => `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 100
${lines}
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`;

/** Scripts run, safely, as a user who is given. */
const globals = `global_defs {
    enable_script_security
    script_user root
}
`;

const second = instance('    nopreempt').replace('VI_1', 'VI_2').replace('51', '52').replace('.10/', '.11/');
/** Two instances that get along. */
const pair = instance('    nopreempt') + second;

const group = (...names: string[]): string => `vrrp_sync_group G1 {
    group {
${names.map((name) => `        ${name}`).join('\n')}
    }
}
`;

/** Pages of the rules that core provides for every language. */
export const texts = {
  unknownKeyword: {
    title: 'Unknown or misplaced keyword',
    docs: 'keepalived skips a line whose keyword the block does not know, and reads on: the setting that was meant stays at its default. A misspelt block name takes all that the block holds with it. The keywords depend on the version: choose it with the setting `keepalived.version`.',
    bad: instance('    prioritty 150'),
    good: instance('    nopreempt'),
  },
  missingArgument: {
    title: 'Keyword without its argument',
    docs: 'keepalived stops reading the whole configuration at a keyword that lacks its argument, or ignores it.',
    bad: instance('    advert_int'),
    good: instance('    advert_int 1'),
  },
  undefinedName: {
    title: 'Name that is defined nowhere',
    docs: 'What a name refers to (a script, an instance, a track file ...) has to be defined in the configuration. keepalived ignores the reference otherwise: a check that does not exist never fails, and nothing is handed over.',
    bad: group('VI_1', 'VI_9') + instance('    nopreempt'),
    good: group('VI_1', 'VI_2') + pair,
  },
  duplicateName: {
    title: 'Name that is defined twice',
    docs: 'keepalived ignores the second instance, sync group or BFD instance of a name altogether. Of two scripts, files or processes of one name it keeps both, and which one a reference means is not what it seems.',
    bad: pair.replace('VI_2', 'VI_1'),
    good: pair,
  },
  unclosedQuote: {
    title: 'Quote that is not closed',
    docs: 'A quoted string ends on its line. keepalived drops the text of one that does not. Single quotes count only in command lines (`script`, `notify` ...).',
    bad: instance('    notify_master "/etc/keepalived/notify.sh master'),
    good: instance('    notify_master "/etc/keepalived/notify.sh master" root'),
  },
  unclosedBlock: {
    title: 'Block without its closing brace',
    docs: 'keepalived notices a missing brace only at the end of the file and blames the lines after it. The block named here is the one that lacks it.',
    bad: instance('    authentication {\n        auth_type PASS\n        auth_pass secret'),
    good: instance('    authentication {\n        auth_type PASS\n        auth_pass secret\n    }'),
  },
  unexpectedBrace: {
    title: 'Brace without a partner or where none may stand',
    docs: 'A closing brace too many ends the block around it early: everything after it is read in the wrong place. An opening brace after a keyword that opens no block swallows the brace that was meant for the block around it.',
    bad: instance('    }\n    nopreempt'),
    good: instance('    nopreempt'),
  },
  missingBrace: {
    title: 'Block without its opening brace',
    docs: 'The { of a block stands on the line of its name or on the next. Without it keepalived reads what follows in the wrong place, and takes the closing brace for the one of the block around it.',
    bad: instance('    authentication\n        auth_type PASS\n        auth_pass secret\n    }'),
    good: instance('    authentication {\n        auth_type PASS\n        auth_pass secret\n    }'),
  },
} satisfies Record<string, Text>;

export { globals, instance };
