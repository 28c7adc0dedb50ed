import { findFiles, hasWildcard } from '../analysis/glob.ts';
import { includedFiles } from '../analysis/includes-of.ts';
import { readLogDirectives } from '../analysis/samples.ts';
import { folderOf, joinPath, normalizePath } from '../config/paths.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput, LinkAnswer } from './answers.ts';
import { targetsIn, targetTypeOf } from './brackets.ts';
import { findKnownOption } from '../config/vocabulary.ts';
import { fileOfTarget } from './targets.ts';
import { shownValue } from './values.ts';

/** Names of files that exist: includes, filters, actions, logs. */
export function links(input: FeatureInput): LinkAnswer[] {
  return [...includeLinks(input), ...jailLinks(input), ...directiveLinks(input)].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

function includeLinks({ analysis, workspace }: FeatureInput): LinkAnswer[] {
  return includedFiles(analysis.source.tree).flatMap(({ path, span }) =>
    workspace.files.isFile(path) ? [{ span, file: normalizePath(path) }] : [],
  );
}

function jailLinks(input: FeatureInput): LinkAnswer[] {
  const { analysis } = input;
  if (analysis.kind !== 'jail') return [];
  const { tree } = analysis.source;
  return tree.sections.flatMap((section) =>
    section.options.flatMap((option) => {
      if (findKnownOption('jail', section.name, option.key)?.type === 'logpaths')
        return option.valueLines.flatMap((line) => logLink(input, section.name, line));
      const type = targetTypeOf('jail', section.name, option.key);
      if (!type) return [];
      return targetsIn(tree.text, option, type).flatMap(({ name, nameSpan }) => {
        const file = fileOfTarget(input, type, name === '%(__name__)s' ? section.name : name);
        return file === undefined
          ? []
          : [{ span: nameSpan, file, tooltip: type === 'filter' ? 'Open the filter' : 'Open the action' }];
      });
    }),
  );
}

/** A log that is written out, or one variable that stands for it. */
function logLink({ analysis, workspace }: FeatureInput, section: string, line: Span): LinkAnswer[] {
  const written = analysis.source.tree.text.slice(line.start, line.end);
  const variable = /^%\(([^)]+)\)s$/.exec(written)?.[1];
  const value =
    variable === undefined ? written : shownValue(analysis, section, variable.toLowerCase())?.text.split('\n')[0];
  const path = value?.replace(/ (?:head|tail)$/, '');
  if (!path?.startsWith('/')) return [];
  const file = hasWildcard(path) ? findFiles(workspace.files, path)[0] : path;
  const end = variable === undefined ? line.start + path.length : line.end;
  return file !== undefined && workspace.files.isFile(file)
    ? [{ span: { start: line.start, end }, file, tooltip: 'Open the log' }]
    : [];
}

/** `# fail2ban-lens: log=../logs/named.log` */
function directiveLinks({ analysis, workspace }: FeatureInput): LinkAnswer[] {
  const { text, lines } = analysis.source.tree;
  return readLogDirectives(text).flatMap(({ log, line }) => {
    const span = lines[line]?.span;
    const at = span ? text.slice(span.start, span.end).lastIndexOf(log) : -1;
    const file = normalizePath(joinPath(folderOf(analysis.path), log));
    if (!span || at < 0 || hasWildcard(log) || !workspace.files.isFile(file)) return [];
    return [
      { span: { start: span.start + at, end: span.start + at + log.length }, file, tooltip: 'Open the sample log' },
    ];
  });
}
