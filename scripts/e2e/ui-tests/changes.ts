import { rmSync } from 'node:fs';
import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import { stylesOf } from './ui.ts';

const filter = 'filter.d/named-flood.conf';
const log = 'logs/named.log';

/** What an edit of the tour's filter changes in its log. */
export const changesTests: readonly UiTest[] = [
  {
    name: 'should tell which lines an edit gains and loses, mark them in the log and go through them',
    async run({ page, open, focus, lens, command, editor, picture, pick, clear }) {
      await command('View: Close All Editors');
      await open(filter);
      await command('Fail2ban: Test Filter Against Log…');
      await pick('named.log').click();
      await editor(log).locator('.view-line').first().waitFor();
      await clear();
      await focus(filter);
      await page.keyboard.press('Control+End');
      await lens(filter, '8 matches in named.log').waitFor();
      await page.keyboard.press('Control+G');
      await page.locator('.quick-input-widget input[type="text"]').first().fill(':6:60');
      await page.keyboard.press('Enter');
      await page.keyboard.type('linenine\\.com|');
      await lens(filter, 'lines since the saved file').waitFor();
      const bars = async () =>
        (await stylesOf(editor(log).locator('.view-overlays .cdr[class*="ced-"]'), 'borderLeftWidth')).filter(
          (width) => width === '2px',
        ).length;
      await eventually(async () => (await bars()) === 1, 'one marked line');
      await picture('edit-changes');
      await command('Fail2ban: Next Line That the Edit Changes');
      await page.locator('.statusbar-item', { hasText: 'was missed, now 9.9.9.9 by failregex 1' }).waitFor();
      await focus(filter);
      await command('File: Revert File');
      await lens(filter, '8 matches in named.log').waitFor();
      await eventually(async () => (await bars()) === 0, 'no marked line');
    },
  },
  {
    name: 'should compare with the packaged version below a .local, and with the saved file again',
    async run({ open, command, write, file, lens, pick, picture, clear }) {
      const local = 'filter.d/named-flood.local';
      write(local, '[Definition]\nfailregex = ^client @\\S+ <HOST>#\n');
      try {
        await open(filter);
        await command('Fail2ban: Compare With…');
        await pick('The Packaged Version').waitFor();
        await picture('compare-with');
        await pick('The Packaged Version').click();
        await lens(filter, 'lines against the packaged version').waitFor();
        await command('Fail2ban: Compare With…');
        await pick('What the setting').click();
        await lens(filter, 'against the packaged version').waitFor({ state: 'hidden' });
      } finally {
        rmSync(file(local));
      }
      await clear();
    },
  },
  {
    name: 'should compare with a folder of configuration that is chosen by keyboard, and refuse one that is none',
    async run({ page, open, command, write, file, lens, toast, choosePath, clear }) {
      write('old server/filter.d/named-flood.conf', '[Definition]\nfailregex = ^client @\\S+ <HOST>#\n');
      const chooseFolder = async (path: string): Promise<void> => {
        await command('Fail2ban: Compare With…');
        await page.locator('.quick-input-widget', { hasText: 'Compare filters and jails with' }).waitFor();
        await page.keyboard.type('Folder of Conf');
        await page.keyboard.press('Enter');
        await choosePath('A folder of fail2ban’s configuration', `${file(path)}/`);
      };
      await open(filter);
      await chooseFolder('logs');
      await toast('There is no filter.d in');
      await clear();
      await chooseFolder('old server');
      await lens(filter, /against .*old server/).waitFor();
      await command('Fail2ban: Compare With…');
      await page.locator('.quick-input-widget', { hasText: 'old server, compared with now' }).waitFor();
      await page.keyboard.type('What the setting');
      await page.keyboard.press('Enter');
      await lens(filter, /against .*old server/).waitFor({ state: 'hidden' });
      await clear();
    },
  },
];
