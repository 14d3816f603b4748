import type { DocumentRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { rangeOf } from '../../../core/symbols';

export const sharedName: DocumentRule = {
  id: 'shared-name',
  severity: 'error',
  title: 'A frontend and a backend of one name',
  docs: 'Up to version 3.2 a frontend and a backend could have the same name. From 3.3 on HAProxy refuses that, because statistics and logs could not tell them apart.',
  bad: 'frontend app\n    bind :8080\nbackend app\n    server a 192.0.2.1:80\n',
  good: 'frontend web\n    bind :8080\nbackend app\n    server a 192.0.2.1:80\n',
  checkDocument(document, { configuration, schema }, report) {
    const isRefused = compareVersions(schema.version, '3.3') >= 0;
    const isWarned = compareVersions(schema.version, '3.2') >= 0;
    const index = configuration.index(document);
    for (const name of index.definedNames('frontend')) {
      const frontends = index.definitions('frontend', name);
      for (const backend of index.definitions('backend', name)) {
        // A listen section is both.
        if (backend.adds || frontends.some((one) => one.section === backend.section || one.adds)) continue;
        const message = `A frontend is named "${name}", too: HAProxy refuses that${isRefused ? '' : ' from version 3.3 on'}. Rename one of them.`;
        report({ range: rangeOf(backend), severity: isRefused ? 'error' : isWarned ? 'warning' : 'info', message });
      }
    }
  },
};
