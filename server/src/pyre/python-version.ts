/** The minor versions of Python 3 whose `re` we know. */
export const pythonVersions = ['3.6', '3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13'] as const;

export type PythonVersion = (typeof pythonVersions)[number];

export const defaultPythonVersion: PythonVersion = '3.11';

const order = Object.fromEntries(pythonVersions.map((version, i) => [version, i])) as Readonly<
  Record<PythonVersion, number>
>;

/** True where `version` is `than` or newer. */
export function isAtLeast(version: PythonVersion, than: PythonVersion): boolean {
  return order[version] >= order[than];
}
