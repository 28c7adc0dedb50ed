import type { OnEnterRule } from 'vscode';

/** VS Code's `IndentAction.None`: the new line begins where `appendText` puts it. */
const keepIndentation = 0;
/** Deep enough for the longest option name with a roomy `=`. */
const deepestColumn = 60;

/**
 * What Enter does in a file of ours. Behind `failregex = ^foo` the next line begins in the value's column, since a line that is indented deeper than its
 * option continues the value; behind a continuation line it keeps that line's indentation, whatever brackets are open in the regex; within a comment it
 * continues the comment. VS Code takes the first rule that fits.
 */
export function onEnterRules(): OnEnterRule[] {
  return [
    { beforeText: /^\s*#\s*\S.*$/, afterText: /\S/, action: { indentAction: keepIndentation, appendText: '# ' } },
    ...Array.from({ length: deepestColumn }, (_, column) => ({
      // an option at column 0, its delimiter, and a value that begins at exactly this column
      beforeText: new RegExp(`^[^\\s#;[=:][^=:]*[=:][ \\t]*(?<=^.{${column}})\\S.*$`),
      action: { indentAction: keepIndentation, appendText: ' '.repeat(column) },
    })),
    { beforeText: /^\s+[^\s#;].*$/, action: { indentAction: keepIndentation } },
  ];
}
