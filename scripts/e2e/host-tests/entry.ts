import { runAll } from './harness.ts';
import './activation.ts';
import './changes.ts';
import './features.ts';
import './languages.ts';
import './live.ts';
import './surfaces.ts';

/** Called by VS Code inside the extension host. */
export async function run(): Promise<void> {
  await runAll(process.env.E2E_RESULTS);
}
