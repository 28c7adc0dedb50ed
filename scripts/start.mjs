// `npm start`: builds, then counts the tour's filter over the tour's log. `npm start -- LOG FILTER …` takes the user's own.
import { spawnSync } from 'node:child_process';

const own = process.argv.slice(2);
const tour = ['test-fixtures/tour/logs/named.log', 'test-fixtures/tour/filter.d/named-flood.conf'];

const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'inherit', 'inherit'] });
if (built.status !== 0) process.exit(built.status ?? 1);

if (own.length === 0) console.log(`Counting the bundled tour: fail2ban-lens test ${tour.join(' ')}`);
const { status } = spawnSync(process.execPath, ['dist/cli.js', 'test', ...(own.length > 0 ? own : tour)], {
  stdio: 'inherit',
});

if (own.length === 0 && status === 0)
  console.log(`
Next: your own log and filter    npm start -- LOG FILTER
      the editor, on this tour   npm run editor
      every other command        node dist/cli.js --help`);
process.exitCode = status ?? 1;
