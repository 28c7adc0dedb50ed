import { nameOf } from '../config/paths.ts';
import { findKnownOption } from '../config/vocabulary.ts';
import type { FeatureInput, PrepareRenameAnswer, RenameAnswer } from './answers.ts';
import { sharedBracketUses } from './bracket-uses.ts';
import { nameAt, type NameAt } from './name-at.ts';
import { nameInScope, type NameInScope } from './names-in-scope.ts';

type Refused = { readonly refused: string };

/** Only a name that the author chose can be another one. Undefined where there is no name at all. */
export function prepareRename(input: FeatureInput, offset: number): PrepareRenameAnswer | undefined {
  const named = nameAt(input, offset);
  if (!named) return undefined;
  const scope = scopeOf(input, named);
  if ('refused' in scope) return scope;
  const text = input.analysis.source.tree.text.slice(named.span.start, named.span.end);
  return { span: named.span, name: text };
}

/** The name in all its places: definitions, uses, and the brackets of jails. */
export function rename(input: FeatureInput, offset: number, newName: string): RenameAnswer | Refused | undefined {
  const named = nameAt(input, offset);
  if (!named) return undefined;
  const scope = scopeOf(input, named);
  if ('refused' in scope) return scope;
  if (!/^[A-Za-z_][\w.-]*$/.test(newName))
    return { refused: 'A name is made of letters, digits, “_”, “-” and “.”, and begins with a letter or “_”.' };
  const other = newName.toLowerCase();
  if (
    other !== named.name &&
    (isReadByName(named, other) ||
      nameInScope({ ...input, analysis: named.analysis }, named.section, other).definitions.length > 0)
  )
    return { refused: `There is an option “${newName}” already.` };
  const places = [...scope.definitions.map(({ place }) => place), ...scope.uses];
  return { changes: places.map((place) => ({ place, text: newName })) };
}

function scopeOf(input: FeatureInput, named: NameAt): NameInScope | Refused {
  const { name } = named;
  if (isReadByName(named, name)) return { refused: `fail2ban reads “${name}” by this name.` };
  const scope = nameInScope({ ...input, analysis: named.analysis }, named.section, name);
  if (scope.definitions.length === 0)
    return { refused: `“${name}” is set in no file that is read together with this one.` };
  const builder = builtNames(input, scope).find(
    ({ before, after }) =>
      name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after),
  );
  if (builder) return { refused: `“${name}” is also found by a name that is put together: ${builder.text}` };
  const shared = sharedBracketUses(input.workspace, scope.files, name)[0];
  return shared
    ? { refused: `“${name}” is also set in ${nameOf(shared.file)} for all that ${shared.target.name}[…] names there.` }
    : scope;
}

/** Sections other than those of jails hold no option that fail2ban asks a jail for. */
function isReadByName({ analysis, section }: NameAt, name: string): boolean {
  if (name === '__name__' || !analysis.kind) return name === '__name__';
  const sections = analysis.kind === 'jail' ? [section] : [section, 'Definition', 'Init'];
  return sections.some((one) => findKnownOption(analysis.kind!, one.split('?')[0]!, name)?.read === true);
}

/** `<mdre-<mode>>`: which option that is, only the running filter tells. */
function builtNames(
  { workspace }: FeatureInput,
  { definitions }: NameInScope,
): { text: string; before: string; after: string }[] {
  const files = [...new Set(definitions.map(({ place }) => place.file))];
  return files.flatMap((file) =>
    [...(workspace.source(file)?.tree.text ?? '').matchAll(/<([\w./-]*)<[\w./-]+>([\w./-]*)>/g)].map(
      ([text, before, after]) => ({ text: text!, before: before!, after: after! }),
    ),
  );
}
