import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import { stylesOf } from './ui.ts';

const filter = 'filter.d/named-flood.conf';
const log = 'logs/named.log';
/** What is drawn behind a log's text: backgrounds of whole lines, boxes around hosts. */
const coloured = '.view-overlays .cdr[class*="ced-"]';

/** Counts, colours and commands on the tour: nine lines, of which eight match. */
export const liveTests: readonly UiTest[] = [
  {
    name: 'should count above the regex and above its section',
    async run({ page, open, lens }) {
      await page.keyboard.press('Control+B'); // more room without the side bar
      await open(filter);
      await lens(filter, '8 matches in named.log').waitFor();
      await lens(filter, '9 lines: 8 matched, 0 ignored, 1 missed · dates 9/9').waitFor();
    },
  },
  {
    name: 'should list the matched lines in the peek view when the count is clicked',
    async run({ page, lens, picture, top }) {
      await top(filter);
      await lens(filter, '8 matches').locator('a').click();
      await page.locator('.peekview-title').waitFor();
      await page.locator('.reference-zone-widget .monaco-list-row', { hasText: 'client 8.8.8.8' }).waitFor();
      await picture('peek-matched-lines');
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'should test against a log from the palette and say what came of it',
    async run({ command, pick, toast, page, clear }) {
      await command('Fail2ban: Test Filter Against Log…');
      await pick('named.log').click();
      await toast('9 lines: 8 matched, 0 ignored, 1 missed');
      await page.locator('.tab', { hasText: 'named.log' }).waitFor();
      await clear();
    },
  },
  {
    name: 'should colour matched lines, box the host and dim the date',
    async run({ editor, picture, top }) {
      const count = async (elements: string, property: string, value: string) =>
        (await stylesOf(editor(log).locator(elements), property)).filter((style) => style === value).length;
      await eventually(
        async () => (await count(coloured, 'backgroundColor', 'rgba(46, 160, 67, 0.15)')) === 8,
        'eight coloured lines',
      );
      await eventually(async () => (await count(coloured, 'borderTopStyle', 'solid')) === 8, 'eight boxed hosts');
      await eventually(async () => (await editor(log).locator('.cgmr[class*="ced-"]').count()) === 9, 'nine icons');
      await top(filter);
      await picture('counts-and-colours');
    },
  },
  {
    name: 'should say on hover which regex matched a line, and for whom',
    async run({ page, editor, picture }) {
      await editor(log)
        .locator('.view-line', { hasText: 'client 3.3.3.3' })
        .hover({ position: { x: 260, y: 8 } });
      const hover = page.locator('.monaco-hover .hover-contents', { hasText: 'failregex 1' });
      await hover.first().waitFor();
      // Markdown's escaping writes blanks as no-break spaces
      const words = (await hover.first().innerText()).replace(/\s+/g, ' ');
      assert.match(words, /Matched.*failure id 3\.3\.3\.3.*ip4 = 3\.3\.3\.3.*Date Jul 11 05:40:23 read as/);
      await picture('hover-of-a-line');
      const link = hover.first().locator('a', { hasText: 'failregex 1' });
      assert.match(decodeURIComponent((await link.getAttribute('data-href')) ?? ''), /named-flood\.conf#L6,13$/);
      await page.mouse.move(5, 5);
    },
  },
  {
    name: 'should list the missed lines and follow them',
    async run({ page, command }) {
      await command('Fail2ban: Show Missed Lines');
      await page
        .locator('.monaco-editor[data-uri^="fail2ban-lens:"] .view-line', { hasText: 'linenine.com' })
        .waitFor();
    },
  },
  {
    name: 'should show counts in the Results view',
    async run({ page, command, picture, top, fold }) {
      await command('Fail2ban: Show Results');
      await fold('Line', 'Regex');
      const rows = page.locator('.pane', { hasText: 'Results' }).locator('.monaco-list-row');
      await rows.filter({ hasText: 'Matched' }).filter({ hasText: '8' }).first().waitFor();
      await rows.filter({ hasText: '1) 8 hits' }).first().waitFor();
      await top(filter);
      await picture('results');
    },
  },
  {
    name: 'should count anew while one types into the regex',
    async run({ page, focus, lens }) {
      await focus(filter);
      await replaceInLine(page, 'isc', 'linenine\\.com|isc');
      await lens(filter, '9 matches in named.log').waitFor();
      await lens(filter, '9 lines: 9 matched, 0 ignored, 0 missed').waitFor();
    },
  },
  {
    name: 'should underline a mistake, say what is wrong and keep the counts of before',
    async run({ page, editor, lens, picture, focus }) {
      await replaceInLine(page, '(IN', '((IN');
      await editor(filter).locator('.squiggly-error').first().waitFor();
      await lens(filter, 'fail2ban does not take this regex').waitFor();
      await lens(filter, 'before this edit: 9 lines: 9 matched').waitFor();
      await page.keyboard.press('Control+Shift+M');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'unterminated subpattern' }).waitFor();
      await picture('mistake');
      await page.keyboard.press('Control+Shift+M');
      await focus(log);
      await eventually(
        async () => (await stylesOf(editor(log).locator('.view-line span'), 'opacity')).includes('0.55'),
        'dimmed text of the log',
      );
    },
  },
  {
    name: 'should take the edits back with their counts',
    async run({ page, focus, lens }) {
      await focus(filter);
      for (let step = 0; step < 12; step++) await page.keyboard.press('Control+Z');
      await lens(filter, '8 matches in named.log').waitFor();
    },
  },
  {
    name: 'should count an unsaved log as it stands on the screen',
    async run({ page, focus, lens }) {
      await focus(log);
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+Shift+K');
      await lens(filter, '7 matches in named.log').waitFor();
      await page.keyboard.press('Control+Z');
      await lens(filter, '8 matches in named.log').waitFor();
    },
  },
  {
    name: 'should go to the next matched line',
    async run({ page, focus, command }) {
      await focus(log);
      await page.keyboard.press('Control+End');
      await command('Fail2ban: Next Matched Line');
      await page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: 'Ln 1,' }).waitFor();
      await command('Fail2ban: Previous Matched Line');
      await page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: 'Ln 8,' }).waitFor();
    },
  },
  {
    name: 'should say why the line at the cursor does not match, in the log and in the Line view',
    async run({ page, focus, command, editor, picture, fold }) {
      await focus(log);
      await page.keyboard.press('Control+Home');
      for (let line = 1; line < 9; line++) await page.keyboard.press('ArrowDown');
      const said = () => stylesOf(editor(log).locator('.view-line span'), 'content', '::after');
      await eventually(async () => (await said()).some((text) => text.includes('failregex 1: ')), 'words at the end');
      const dimmed = async () =>
        (await stylesOf(editor(filter).locator('.view-line span'), 'opacity')).filter((opacity) => opacity === '0.55')
          .length;
      await eventually(async () => (await dimmed()) > 0, 'what the regex did not come to');
      await command('Fail2ban: Why Does This Line Not Match?');
      await page.locator('.monaco-list-row', { hasText: 'Line 9' }).waitFor();
      await page.locator('.monaco-list-row', { hasText: 'failregex 1' }).last().waitFor();
      await fold('Samples', 'Results', 'Regex');
      await picture('why');
      await page.keyboard.press('Control+B');
      // an edit that makes the line match takes the words back, though the cursor stands in the filter now
      await focus(filter);
      await replaceInLine(page, 'isc', 'linenine\\.com|isc');
      await eventually(async () => !(await said()).some((text) => text.includes('failregex 1: ')), 'no words any more');
      await eventually(async () => (await dimmed()) === 0, 'nothing dimmed any more');
      for (let step = 0; step < 12; step++) await page.keyboard.press('Control+Z');
      await eventually(async () => (await said()).some((text) => text.includes('failregex 1: ')), 'the words again');
    },
  },
  {
    name: 'should count again after its server was restarted',
    async run({ page, command, lens, focus }) {
      await focus(filter);
      await command('Fail2ban: Restart Server');
      await page.locator('.statusbar-item', { hasText: 'language server restarted' }).waitFor();
      await lens(filter, '8 matches in named.log').waitFor();
    },
  },
];

/** Finds a text in the active editor and types another in its place. */
async function replaceInLine(page: Page, text: string, replacement: string): Promise<void> {
  await page.keyboard.press('Control+F');
  const find = page.locator('.find-widget.visible textarea[aria-label="Find"]').first();
  await find.fill(text);
  await page.locator('.find-widget.visible .matchesCount', { hasText: '1 of 1' }).waitFor();
  await page.keyboard.press('Escape');
  // a bracket typed over a selection would embrace it
  await page.keyboard.press('Delete');
  await page.keyboard.type(replacement);
}
