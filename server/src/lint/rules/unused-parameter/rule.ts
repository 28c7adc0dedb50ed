import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { isRead, type Jail, type NameWithOptions } from '../../../config/resolve.ts';
import { findKnownOption } from '../../../config/vocabulary.ts';
import type { IniSection } from '../../../ini/nodes.ts';
import type { MappedText, Origin } from '../../../text/mapped-text.ts';
import { encloses } from '../../../text/span.ts';
import { closestWord } from '../../closest.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { firstWritten, shownAt, startOf, whole } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';
import { isReadAsDatepattern } from '../parameter-read-as-datepattern/rule.ts';
import { unusedParametersOf, type UnusedParameter } from '../../unused-variables.ts';

export const rule: Rule = {
  name: 'unused-parameter',
  severity: 'warning',
  summary: 'A parameter in brackets that the filter or the action does not use.',
  check(file, report) {
    for (const { section, analysed } of jailSectionsIn(file)) {
      const { jail } = analysed;
      if (!isRead(jail)) continue;
      for (const { kind, named, unused } of bracketsOf(file, jail, section))
        for (const { name, written, used } of unused) {
          const { place, related } = shownAt(written, whole(written), startOf(file.path));
          // One set is given to whatever filter or action a jail has: some of it is for others.
          if (!standsIn(file, section, place) || isHandedOn(file, name, place)) continue;
          // `parameter-read-as-datepattern` tells of it.
          if (kind === 'filter' && isReadAsDatepattern(file, name)) continue;
          const close = closestWord(name, used);
          const fix: Fix | undefined =
            close === undefined ? undefined : { title: `Write ${close}`, safe: false, edits: [{ place, text: close }] };
          const hint =
            close !== undefined
              ? ` Is '${close}' meant?`
              : findKnownOption('jail', '*', name)?.read
                ? ` ${name} is an option of jails: it belongs into a line of its own.`
                : '';
          report({
            message: `The ${kind} ${named.name.text} does not use '${name}', so it changes nothing.${hint}`,
            place,
            related,
            ...(fix ? { fix } : {}),
          });
        }
    }
  },
};

interface Brackets {
  readonly kind: 'filter' | 'action';
  readonly named: NameWithOptions;
  readonly unused: readonly UnusedParameter[];
}

function bracketsOf(file: FileAnalysis, jail: Jail, section: IniSection): Brackets[] {
  const { filter, filterLayers, actions } = jail;
  // The jail may use what the filter is given, as `%(known/name)s`.
  const own = [...(file.jails?.layers?.sections.get(jail.name)?.values() ?? [])];
  const known = own.flatMap((value) => (value?.text ?? '').match(/%\(known\/[^)]*\)/g) ?? []);
  return [
    ...(filter && filterLayers
      ? [{ kind: 'filter' as const, named: filter, unused: unusedParametersOf('filter', filter, filterLayers, known) }]
      : []),
    ...actions.flatMap(({ written }): Brackets[] =>
      // `%(action_)s[...]` is whatever action the server has for that.
      written && isNamedIn(file, section, written.named.name)
        ? [
            {
              kind: 'action',
              named: written.named,
              unused: unusedParametersOf('action', written.named, written.layers),
            },
          ]
        : [],
    ),
  ];
}

/** `mode=%(mode)s`, as the stock configuration writes it for every filter. */
function isHandedOn({ source }: FileAnalysis, name: string, { span }: Origin): boolean {
  return /^=["']?%\(([^)]*)\)s/.exec(source.tree.text.slice(span.end))?.[1] === name;
}

function isNamedIn(file: FileAnalysis, section: IniSection, name: MappedText): boolean {
  const place = firstWritten(name);
  return place !== undefined && standsIn(file, section, place);
}

function standsIn({ path }: FileAnalysis, { options }: IniSection, { file, span }: Origin): boolean {
  return file === path && options.some(({ valueLines }) => valueLines.some((line) => encloses(line, span)));
}
