import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { attackOf } from '../../bench/logs.ts';
import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import { styleOf, stylesOf } from './ui.ts';

const jail = 'server/jail.conf';
const log = 'attack.log';
const text = `# Whoever asks too often is banned.
# fail2ban-lens: log=attack.log

[named-flood]
enabled  = true
filter   = named-flood
logpath  = /var/log/named/queries.log
maxretry = 5
findtime = 10m
bantime  = 10m
action   = drop
`;

const second = `
[named-storm]
enabled  = true
filter   = named-flood
logpath  = /var/log/named/queries.log
maxretry = 50
action   = drop
`;

/** What a jail would have done with its log: the lens, the report, the marks in the log. */
export const banTests: readonly UiTest[] = [
  {
    name: 'should tell above a jail what it would have done',
    async run({ page, command, write, open, lens, picture }) {
      // The report needs the room.
      if (await page.locator('.part.sidebar').isVisible()) await command('View: Close Primary Side Bar');
      write(`server/${log}`, [...attackOf(60, 2)(6000, 3)].map((line) => `${line}\n`).join(''));
      write('server/filter.d/named-flood.conf', '[Definition]\nfailregex = client <HOST>#\\d+: query: \\S+ IN ANY\n');
      write('server/action.d/drop.conf', '[Definition]\nactionban = drop <ip>\nactionunban = pass <ip>\n');
      write(jail, text);
      await command('View: Close All Editors');
      await open(jail);
      await lens(jail, 'addresses banned ·').waitFor();
      await picture('bans-lens');
    },
  },
  {
    name: 'should open the report by a click on it',
    async run({ page, lens, picture }) {
      await page.setViewportSize({ width: 1500, height: 1100 });
      await lens(jail, 'addresses banned ·').locator('a', { hasText: 'banned' }).click();
      await frame(page).locator('#title', { hasText: '[named-flood] over attack.log' }).waitFor();
      await frame(page).locator('#tables tbody tr').first().waitFor();
      await picture('bans');
    },
  },
  {
    name: 'should try other settings by sliders and by keyboard',
    async run({ page }) {
      const result = frame(page).locator('#result');
      const before = await result.textContent();
      await frame(page).locator('#maxretry').focus();
      await page.keyboard.press('End');
      await eventually(async () => (await result.textContent()) !== before, 'another result');
      await frame(page).locator('#bantime').focus();
      await page.keyboard.press('End');
      await frame(page).locator('#grid td').first().waitFor();
      await eventually(async () => /addresses banned/.test((await result.textContent()) ?? ''), 'its result');
      await frame(page).locator('#grid button[aria-pressed="true"]').focus();
      const here = await result.textContent();
      await page.keyboard.press('ArrowUp');
      await eventually(async () => (await result.textContent()) !== here, 'the result of the cell above');
    },
  },
  {
    name: 'should restart the server at a moment, say what is none, and take it back',
    async run({ page }) {
      const field = frame(page).locator('#restart');
      const problem = frame(page).locator('#restartProblem');
      const restarts = frame(page).locator('#tables section', { hasText: 'Read on after a restart' });
      await field.fill('tomorrow');
      await page.keyboard.press('Enter');
      await problem.filter({ hasText: 'give a moment such as' }).waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.equal(await restarts.count(), 0);
      const within = (await field.getAttribute('placeholder'))!;
      await field.fill(within);
      await page.keyboard.press('Enter');
      await restarts.first().waitFor();
      assert.equal(await problem.textContent(), '');
      assert.equal(await field.inputValue(), '');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await eventually(async () => (await restarts.count()) === 0, 'a report without a restart');
    },
  },
  {
    name: 'should sort and filter its tables',
    async run({ page }) {
      const table = frame(page).locator('#tables section', { hasText: 'Most attempts' });
      const first = () => table.locator('tbody tr').first().locator('td').first().textContent();
      const most = await first();
      await table.getByRole('button', { name: 'attempts' }).click();
      assert.equal(await first(), most);
      await table.getByRole('button', { name: 'attempts' }).click();
      assert.notEqual(await first(), most);
      await table.getByRole('searchbox').fill(most!);
      await eventually(async () => (await first()) === most, 'the row of the address');
      await table.getByRole('searchbox').fill('nobody');
      await eventually(async () => (await table.locator('tbody tr').count()) === 0, 'no row');
      await table.getByRole('searchbox').fill('');
    },
  },
  {
    name: 'should put several jails into one report, and one again',
    async run({ page, write }) {
      write(jail, text + second);
      await eventually(
        async () => (await page.locator('.codelens-decoration', { hasText: /banned|Nobody|nobody/ }).count()) > 1,
        'the bans of both jails',
      );
      const choose = async () => {
        await frame(page).locator('#jails').click();
        const list = page.locator('.quick-input-widget');
        await list.locator('.monaco-list-row', { hasText: '[named-storm]' }).click();
        await page.keyboard.press('Enter');
      };
      await choose();
      const together = frame(page).locator('#tables section', { hasText: 'all together' });
      await together.locator('tbody tr').nth(2).waitFor();
      assert.match(
        (await frame(page).locator('#title').textContent()) ?? '',
        /^\[named-flood\] and \[named-storm\] over/,
      );
      // Settings of one of them are tried, the other stays as it is.
      const chosen = frame(page).locator('#tried');
      await chosen.selectOption({ label: '[named-storm]' });
      await frame(page).locator('#grid th.own', { hasText: /^50$/ }).waitFor();
      await chosen.selectOption({ label: '[named-flood]' });
      await frame(page).locator('#grid th.own', { hasText: /^5$/ }).waitFor();
      await choose();
      await frame(page).locator('#triedTools').waitFor({ state: 'hidden' });
      assert.equal(await together.count(), 0);
      write(jail, text);
    },
  },
  {
    name: 'should draw it in the colours of the theme',
    async run({ page, theme, picture }) {
      const background = () => styleOf(frame(page).locator('body'), 'backgroundColor');
      const light = await background();
      await theme('dark');
      await eventually(async () => (await background()) !== light, 'a dark page');
      await frame(page).locator('#title').scrollIntoViewIfNeeded();
      await picture('bans-dark');
      await theme('high-contrast');
      await eventually(async () => (await background()) === 'rgb(0, 0, 0)', 'a black page');
      await theme('light');
    },
  },
  {
    name: 'should lead from a ban to its line in the log',
    async run({ page, editor, picture }) {
      const bans = frame(page).locator('#tables section', { hasText: 'Bans' }).first();
      await bans.locator('tbody tr').first().getByRole('button').click();
      await eventually(
        async () =>
          (
            await stylesOf(editor(`server/${log}`).locator('.view-line span[class*="ced-"]'), 'content', '::after')
          ).some((content) => content.includes('banned for 10')),
        'the words behind the line of the ban',
      );
      await picture('bans-log');
    },
  },
  {
    name: 'should hide the bans in the log, and show them again',
    async run({ command, editor }) {
      const dimmed = async () =>
        (await stylesOf(editor(`server/${log}`).locator('.view-line span[class*="ced-"]'), 'opacity')).includes('0.45');
      await eventually(dimmed, 'dimmed lines');
      await command('Fail2ban: Show or Hide Bans in Logs');
      await eventually(async () => !(await dimmed()), 'no dimmed line');
      await command('Fail2ban: Show or Hide Bans in Logs');
      await eventually(dimmed, 'dimmed lines again');
    },
  },
];

/** Of several pages, as where a diagram is still open, the latest. */
function frame(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready:visible').last().frameLocator('#active-frame');
}
