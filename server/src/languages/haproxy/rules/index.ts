import type { Rule } from '../../../core/language';

export const rules: readonly Rule[] = [];
