import type { Language } from '../core/language';
import type { ComposeVersions } from '../composeVersions';
import { installedVersion } from '../programs';
import type { Settings } from '../settings';
import { type ChosenVersion, supported } from '../versions';

/**
 * In which version a file is read: as set; else that of the nearest Compose file's images; else that of the program on
 * this machine; else the newest long-term version.
 */
export class VersionChoice {
  private readonly installed = new Map<Language['id'], string>();

  constructor(
    private readonly compose: ComposeVersions,
    private readonly settings: () => Settings,
  ) {}

  /** Asks the programs on this machine; answers whether anything was learnt. */
  async askPrograms(languages: readonly Language[]): Promise<boolean> {
    const answers = await Promise.all(languages.map(async ({ id }) => [id, await installedVersion(id)] as const));
    for (const [id, version] of answers) if (version !== undefined) this.installed.set(id, version);
    return this.installed.size > 0;
  }

  /** Compose files came, went or changed. */
  forgetCompose(): void {
    this.compose.clear();
  }

  choose(uri: string, language: Language): ChosenVersion {
    const { version } = this.settings()[language.id];
    if (version !== 'auto') return supported(language, version, `the setting ${language.id}.version`);
    const composed = this.compose.find(uri, language);
    if (composed) return composed;
    const installed = this.installed.get(language.id);
    if (installed !== undefined) return supported(language, installed, `${language.label} on this machine`);
    return { version: language.defaultVersion, source: 'the newest long-term version' };
  }
}
