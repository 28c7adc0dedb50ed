import { build } from 'esbuild';

/** Bundles one TypeScript entry into a CommonJS module that the extension host can require. */
export async function bundleHostEntry(source: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}
