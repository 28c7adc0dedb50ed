import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import type { Ui } from './ui.ts';

const filter = 'filter.d/gate.conf';
const log = 'logs/gate.log';
const sample = 'filter.d/samples/gate';

const filterText = `# Who fails at the gate.
[Definition]

failregex = ^ gated: (?:refused|dropped) <F-USER>\\S+</F-USER> from <HOST>$
            ^ gated: too many keys from <HOST>$

ignoreregex = ^ gated: refused probe from
`;

const logText = `Jul 11 05:40:22 gated: refused anna.brandt from 10.20.30.40
Jul 11 05:40:30 gated: dropped mallory from 10.20.30.41
Jul 11 05:40:31 gated: refused probe from 10.20.30.42
Jul 11 05:40:32 gated: too many keys from 10.20.30.40
Jul 11 05:40:33 gated: refused anna.brandt from 10.20.30.40
Jul 11 05:40:34 gated: opened for anna.brandt
`;

/** What must not be in a sample that is given away. */
const secrets = /anna|mallory|10\.20\.30/;

/** A log becomes a sample, and the filter one folder for another server. */
export const carryingTests: readonly UiTest[] = [
  {
    name: 'should record the selected lines of a log as a sample, anonymised',
    async run(ui) {
      const { page, command, write, open, toast, clear, editor, lens } = ui;
      await command('View: Close All Editors');
      write(filter, filterText);
      write(log, logText);
      await open(log);
      await open(filter);
      await command('Fail2ban: Test Filter Against Log…');
      await ui.pick('gate.log').click();
      await lens(filter, '6 lines: 4 matched').waitFor();
      await clear();
      await open(log);
      await selectLines(ui, 1, 2);
      await command('Fail2ban: Record What Fail2ban Does Now');
      await toast('2 lines recorded, 2 to match and 0 not; anonymised');
      await editor(sample).locator('.view-line', { hasText: 'gated: dropped' }).waitFor();
      await eventually(async () => (await shown(ui)).split('failJSON').length === 3, 'two expectations');
      const text = await shown(ui);
      if (secrets.test(text)) throw new Error(`not anonymised: ${text}`);
      if (!/refused user\d from 192\.0\.2\.\d/.test(text)) throw new Error(`not the lines that were selected: ${text}`);
      await clear();
      await page.keyboard.press('Control+S');
    },
  },
  {
    name: 'should add of the whole log what the sample does not go through yet',
    async run(ui) {
      const { command, open, toast, editor, picture, clear, page } = ui;
      await open(log);
      await page.keyboard.press('Control+Home');
      await command('Fail2ban: Record What Fail2ban Does Now');
      await toast(/lines? recorded, 1 to match/);
      await editor(sample).locator('.view-line', { hasText: 'too many keys from' }).waitFor();
      const text = await shown(ui);
      if (secrets.test(text)) throw new Error(`not anonymised: ${text}`);
      await picture('recorded');
      await clear();
      await page.keyboard.press('Control+S');
    },
  },
  {
    name: 'should add every selected line to the sample',
    async run(ui) {
      const { command, open, toast, editor, clear, page } = ui;
      await open(log);
      await selectLines(ui, 5, 5);
      await command('Fail2ban: Add Selected Lines to the Sample');
      await toast('1 line recorded, 1 to match and 0 not');
      await eventually(async () => (await shown(ui)).split('refused user1 from').length === 3, 'a line more');
      await clear();
      await editor(sample).locator('.view-line').first().click();
      await page.keyboard.press('Control+S');
    },
  },
  {
    name: 'should pack the filter as it stands on the screen, say what is in it and open its README',
    async run(ui) {
      const { page, command, open, pick, toast, editor, picture, clear } = ui;
      await command('View: Close All Editors');
      await open(filter);
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('# Not saved yet.\n');
      await command('Fail2ban: Pack Filter for Another Server…');
      await pick('Folder…').click();
      const place = page.locator('.quick-input-widget input[type="text"]').first();
      await page.locator('.quick-input-widget', { hasText: 'Where shall the folder' }).waitFor();
      await place.press('Enter');
      const told = await toast('2 files of gate, no jail, 1 check; the sample');
      await toast('was not saved');
      await toast('lists of filters and tests leave it out');
      await editor('fail2ban-gate/README.md').locator('.view-line', { hasText: 'gate' }).first().waitFor();
      await picture('pack');
      await told.first().waitFor();
      const script = ui.file('fail2ban-gate/install.sh');
      if (!existsSync(script) || (statSync(script).mode & 0o111) === 0) throw new Error('no script that can be run');
      const packed = readFileSync(ui.file('fail2ban-gate/filter.d/gate.conf'), 'utf8');
      if (!packed.startsWith('# Not saved yet.')) throw new Error('not what stands in the editor');
      await clear();
      await open(filter);
      await command('File: Revert File');
    },
  },
  {
    name: 'should ask by keyboard which filter a log is recorded for, and offer the packed one no second time',
    async run({ page, command, write, open, toast, editor, clear }) {
      await command('View: Close All Editors');
      write('logs/side gate.log', 'Jul 11 05:41:00 gated: too many keys from 10.20.30.50\n');
      await open('logs/side gate.log');
      await command('Fail2ban: Add Selected Lines to the Sample');
      await toast('Select the lines of the log');
      await clear();
      await page.locator('.monaco-editor .view-line', { hasText: 'too many keys' }).first().click();
      await page.keyboard.press('Control+A');
      await command('Fail2ban: Add Selected Lines to the Sample');
      await page.locator('.quick-input-widget', { hasText: 'Test side gate.log against' }).waitFor();
      await page.keyboard.type('gate.conf');
      const offers = page.locator('.quick-input-list .monaco-list-row', { hasText: 'gate.conf' });
      await offers.first().waitFor();
      await eventually(async () => (await offers.count()) === 1, 'one filter of this name');
      await page.keyboard.press('Enter');
      await toast('1 line recorded, 1 to match and 0 not');
      await editor(sample).locator('.view-line', { hasText: 'too many keys' }).nth(1).waitFor();
      await clear();
      await editor(sample).locator('.view-line').first().click();
      await command('File: Revert File');
    },
  },
  {
    name: 'should pack as an archive by keyboard, and do nothing where the question is left with Escape',
    async run({ page, command, open, toast, file, choosePath, clear }) {
      const question = page.locator('.quick-input-widget', { hasText: 'Pack fail2ban-gate as' });
      await command('View: Close All Editors');
      await open(filter);
      await command('Fail2ban: Pack Filter for Another Server…');
      await question.waitFor();
      await page.keyboard.press('Escape');
      await question.waitFor({ state: 'hidden' });
      await command('Fail2ban: Pack Filter for Another Server…');
      await question.waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await choosePath('The archive', file('the gate.tar.gz'));
      await toast('the gate.tar.gz: 2 files of gate');
      await page.locator('.monaco-editor .view-line', { hasText: 'The fail2ban filter' }).first().waitFor();
      const { status, stdout } = spawnSync('tar', ['-tzf', file('the gate.tar.gz')], { encoding: 'utf8' });
      if (status !== 0 || !stdout.includes('the gate/install.sh')) throw new Error(`no archive: ${stdout}`);
      await clear();
      await command('View: Revert and Close Editor');
    },
  },
];

/** Selects whole lines of the active editor, from 1. */
async function selectLines({ page }: Ui, from: number, to: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input[type="text"]').first().fill(`:${from}:1`);
  await page.keyboard.press('Enter');
  for (let line = from; line <= to; line++) await page.keyboard.press('Shift+ArrowDown');
}

/** The text of the sample's editor. */
async function shown({ editor }: Ui): Promise<string> {
  const lines = await editor(sample).locator('.view-line').allTextContents();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}
