import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import type { Ui } from './ui.ts';

const filter = 'filter.d/logins.conf';
const log = 'logs/logins.log';
/** What is drawn behind a log's text: backgrounds of lines and pieces, boxes. */
const drawn = '.view-overlays .cdr[class*="ced-"]';

const second = (n: number) =>
  `Jul 11 05:4${Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')} gw sshd[13${10 + n}]:`;
const users = ['root', 'root', 'admin', 'root', 'git', 'root', 'admin', 'postgres'];
const logText = [
  ...users.map((user, n) => `${second(n)} Failed password for ${user} from 192.0.2.${n + 1} port 5022${n} ssh2`),
  ...[8, 9, 10].map((n) => `${second(n)} Failed publickey for deploy from 198.51.100.${n} port 4110${n % 10} ssh2`),
  ...[11, 12, 13, 14].map((n) => `${second(n)} Connection closed by 203.0.113.${n} port 6${n}00 [preauth]`),
  ...[15, 16].map((n) => `${second(n)} failed password for root from 203.0.113.${n} port 5${n}00 ssh2`),
  `${second(17)} Server listening on 0.0.0.0 port 22.`,
  '',
].join('\n');
const filterText = `# Bans who fails to log in.
# fail2ban-lens: log=../logs/logins.log

[Definition]

failregex = ^\\s*\\S+ sshd\\[\\d+\\]: Failed (?:password|publickey|none) for <F-USER>\\w+</F-USER> from <HOST> port \\d+ ssh2$
`;

/** What is counted inside of a regex, and what the log holds that nothing matches. */
export const insideTests: readonly UiTest[] = [
  {
    name: 'should show behind each branch of a regex how many matches went through it',
    async run(ui) {
      ui.write(log, logText);
      ui.write(filter, filterText);
      await ui.command('View: Close All Editors');
      if (await ui.page.locator('.part.sidebar').isVisible()) await ui.page.keyboard.press('Control+B');
      await ui.open(filter);
      await ui.lens(filter, '18 lines: 11 matched, 0 ignored, 7 missed').waitFor();
      for (const hint of ['password8×', 'publickey3×', 'noneunused']) await hinted(ui, hint);
      await ui.command('View: Split Editor Right');
      await ui.open(log);
      await ui.top(filter);
      await ui.picture('branch-counts');
    },
  },
  {
    name: 'should take the numbers away with an edit, and bring them back with those of the new text',
    async run(ui) {
      await cursorBehind(ui, filter, '|publickey');
      await ui.page.keyboard.type('x');
      await hinted(ui, 'publickeyxunused');
      await ui.page.keyboard.press('Backspace');
      await hinted(ui, 'publickey3×');
    },
  },
  {
    name: 'should tell in the hover what a part took',
    async run(ui) {
      await cursorBehind(ui, filter, '<F-USER>\\w');
      await ui.page.keyboard.press('Control+K');
      await ui.page.keyboard.press('Control+I');
      const hover = ui.page.locator('.monaco-hover .hover-contents', { hasText: '11 hits in the sample' });
      await hover.first().waitFor();
      await hover.filter({ hasText: 'root 4, deploy 3, admin 2' }).first().waitFor();
      await ui.picture('values-of-a-part');
      await ui.page.keyboard.press('Escape');
    },
  },
  {
    name: 'should show in the log what the part at the cursor takes, and take it away elsewhere',
    async run(ui) {
      const count = () => ui.editor(log).locator(drawn).count();
      await cursorBehind(ui, filter, '# Bans who');
      await ui.page.waitForTimeout(600);
      const without = await count();
      await cursorBehind(ui, filter, '<F-USER>\\w');
      await eventually(async () => (await count()) === without + 11, 'eleven marked pieces');
      await ui.picture('part-at-the-cursor');
      await cursorBehind(ui, filter, '# Bans who');
      await eventually(async () => (await count()) === without, 'no marked pieces');
    },
  },
  {
    name: 'should show the shapes of missed lines in Results, and why one of them does not match',
    async run(ui) {
      await ui.command('Fail2ban: Show Results');
      await ui.fold('Samples', 'Line', 'Regex');
      const rows = ui.page.locator('.pane', { hasText: 'Results' }).locator('.monaco-list-row');
      const shape = rows.filter({ hasText: 'Connection closed by ‹addr› port ‹n› [preauth]' }).first();
      await shape.waitFor();
      await ui.command('Fail2ban: Show Results');
      for (let step = 0; step < 3; step++) await ui.command('Increase Current View Size');
      await ui.picture('shapes');
      await shape.hover();
      await shape.locator('.action-label[aria-label^="Why Do These Lines"]').click();
      await ui.page.locator('.monaco-list-row', { hasText: 'Line 12' }).waitFor();
      await ui.page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: 'Ln 12,' }).waitFor();
    },
  },
  {
    name: 'should offer a fix for the line at the cursor of the log, with what it gains',
    async run(ui) {
      await cursorBehind(ui, log, 'failed password for root from 203', '1 of 2');
      await ui.page.locator('.monaco-list-row', { hasText: 'Line 16' }).waitFor();
      await cursorBehind(ui, filter, 'Failed');
      await ui.page.keyboard.press('Control+.');
      const fix = ui.page.locator('.action-widget .monaco-list-row', {
        hasText: 'Ignore case: put (?i) at the start (+2 lines, −0)',
      });
      await fix.waitFor();
      await ui.picture('fix');
      await ui.page.keyboard.press('Enter'); // the first action has the focus
      await ui.lens(filter, '18 lines: 13 matched, 0 ignored, 5 missed').waitFor();
      await ui.focus(filter);
      await ui.page.keyboard.press('Control+Z');
      await ui.lens(filter, '18 lines: 11 matched').waitFor();
      await ui.page.keyboard.press('Control+B');
    },
  },
];

/** Waits for a hint behind a text of the filter. */
async function hinted({ editor }: Ui, text: string): Promise<void> {
  await eventually(
    async () => (await editor(filter).locator('.view-lines').innerText()).replace(/[\s\u200b]/g, '').includes(text),
    `the hint ${text}`,
  );
}

/** Puts the cursor behind a text of a file. */
async function cursorBehind({ page, focus }: Ui, path: string, text: string, found = '1 of 1'): Promise<void> {
  await focus(path);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+F');
  const find = page.locator('.find-widget.visible textarea[aria-label="Find"]').first();
  await find.fill(text);
  await page.locator('.find-widget.visible .matchesCount', { hasText: found }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
}
