import {
  type ClusterRule,
  type DocumentRule,
  type Finding,
  type Inherited,
  isClusterRule,
  isDocumentRule,
  isSectionRule,
  isSiteRule,
  isStatementRule,
  type Language,
  type SectionRule,
  type SiteRule,
  type StatementRule,
} from '../core/language';
import type { Keyword, Schema } from '../core/schema';
import { eachNode, isBlock, type Section } from '../core/tree';

type LocalRule = SectionRule | StatementRule;

/** A rule with what it found in a section. */
export interface Found {
  readonly rule: LocalRule;
  readonly finding: Finding;
}

/** So many rules are called by words, each a bit of a number; others are asked of every section of their kind. */
const MOST_CALLED = 31;

/** Which rules to ask of the sections of one kind. */
interface Page {
  readonly always: readonly SectionRule[];
  readonly called: readonly SectionRule[];
  /** By first word, the rules of `called` that look at it, as bits. */
  readonly byWord: ReadonlyMap<string, number>;
  /** The rules to ask by the bits that come together: sections that look alike share a list. */
  readonly byBits: Map<number, readonly SectionRule[]>;
}

/**
 * The rules of a language that see sections and statements, found by what a section holds. Most of them look at a few
 * keywords only: to ask each rule of each section would cost more than all that they do.
 */
export class RuleBook {
  private readonly ranks: ReadonlyMap<LocalRule, number>;
  readonly clusterRules: readonly ClusterRule[];
  readonly siteRules: readonly SiteRule[];
  readonly documentRules: readonly DocumentRule[];
  private readonly sectionRules: readonly SectionRule[];
  private readonly statementRules: readonly StatementRule[];
  private readonly pages = new Map<string, Page>();
  private readonly byKeyword = new Map<Schema, Map<Keyword, readonly StatementRule[]>>();

  constructor(readonly language: Language) {
    this.clusterRules = language.rules.filter(isClusterRule);
    this.siteRules = language.rules.filter(isSiteRule);
    this.documentRules = language.rules.filter(isDocumentRule);
    this.sectionRules = language.rules.filter(isSectionRule);
    this.statementRules = language.rules.filter(isStatementRule);
    const local = language.rules.filter((rule) => isSectionRule(rule) || isStatementRule(rule));
    this.ranks = new Map(local.map((rule, i) => [rule, i]));
  }

  /** What the rules find in a section: in the order of the rules, and of each in the order in which it reports. */
  check(section: Section, schema: Schema, inherited: Inherited): Found[] {
    const { language } = this;
    const found: Found[] = [];
    const context = { language, schema, inherited, section };
    let asked: LocalRule;
    const report = (finding: Finding): void => void found.push({ rule: asked, finding });
    for (const rule of this.rulesFor(section)) {
      asked = rule;
      rule.check(section, context, report);
    }
    if (language.statements && this.statementRules.length > 0) {
      const known = this.rulesByKeyword(schema);
      // Counted loops: as long as code is not optimised, to take an array apart by its iterator costs more than most rules.
      const statements = language.statements(section, schema);
      for (let i = 0; i < statements.length; i++) {
        const node = statements[i]![0];
        const match = statements[i]![1];
        const rules = known.get(match.keyword) ?? this.learn(match.keyword, schema, known);
        for (let j = 0; j < rules.length; j++) {
          asked = rules[j]!;
          rules[j]!.checkStatement(node, match, context, report);
        }
      }
    }
    return found.length < 2 ? found : found.sort((a, b) => this.ranks.get(a.rule)! - this.ranks.get(b.rule)!);
  }

  private rulesFor(section: Section): readonly SectionRule[] {
    const top = section.items[0];
    const kind = top && isBlock(top) ? top.type : '';
    let page = this.pages.get(kind);
    if (!page) this.pages.set(kind, (page = this.pageOf(kind)));
    const { byWord, byBits } = page;
    let bits = 0;
    if (byWord.size > 0) eachNode(section.items, ({ words }) => (bits |= byWord.get(words[0]!.text) ?? 0));
    let rules = byBits.get(bits);
    if (!rules) {
      rules = [...page.always, ...page.called.filter((_, i) => (bits & (1 << i)) !== 0)];
      byBits.set(bits, rules);
    }
    return rules;
  }

  private pageOf(kind: string): Page {
    const rules = this.sectionRules.filter(({ sections }) => sections?.includes(kind) ?? true);
    const called = rules.filter(({ words }) => words !== undefined).slice(0, MOST_CALLED);
    const byWord = new Map<string, number>();
    called.forEach(({ words }, i) => {
      for (const word of words!) byWord.set(word, (byWord.get(word) ?? 0) | (1 << i));
    });
    return { always: rules.filter((rule) => !called.includes(rule)), called, byWord, byBits: new Map() };
  }

  private rulesByKeyword(schema: Schema): Map<Keyword, readonly StatementRule[]> {
    let known = this.byKeyword.get(schema);
    if (!known) this.byKeyword.set(schema, (known = new Map<Keyword, readonly StatementRule[]>()));
    return known;
  }

  private learn(
    keyword: Keyword,
    schema: Schema,
    known: Map<Keyword, readonly StatementRule[]>,
  ): readonly StatementRule[] {
    const rules = this.statementRules.filter((rule) => rule.concerns(keyword, schema));
    known.set(keyword, rules);
    return rules;
  }
}
