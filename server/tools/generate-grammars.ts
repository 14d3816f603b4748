/**
 * Writes syntaxes/<language>.tmLanguage.json from the language data, so that what is coloured as a keyword is what the
 * programs know. With --check it only compares, and fails when a committed file is out of date.
 */
import type { SchemaData } from '../src/core/schemaData';
import haproxyData from '../data/haproxy.json';
import keepalivedData from '../data/keepalived.json';
import { haproxyGrammar } from './grammars/haproxy';
import { keepalivedGrammar } from './grammars/keepalived';
import { emit } from './emit';

const pretty = (grammar: unknown): string => `${JSON.stringify(grammar, undefined, 2)}\n`;

emit('syntaxes/haproxy.tmLanguage.json', pretty(haproxyGrammar(haproxyData as SchemaData)));
emit('syntaxes/keepalived.tmLanguage.json', pretty(keepalivedGrammar(keepalivedData as SchemaData)));
