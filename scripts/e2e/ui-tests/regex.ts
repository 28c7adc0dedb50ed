import assert from 'node:assert/strict';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import { styleOf } from './ui.ts';

const filter = 'filter.d/named-flood.conf';

/** A regex in words and as a picture, on the tour's filter. */
export const regexTests: readonly UiTest[] = [
  {
    name: 'should tell the regex at the cursor in the Regex view',
    async run({ page, command, open, focus, lens, picture, fold }) {
      await command('View: Close All Editors');
      await open(filter);
      await command('Fail2ban Lens: Focus on Regex View');
      await fold('Samples', 'Results', 'Line');
      await widen(page, 300);
      await focus(filter);
      await select(page, '<HOST>');
      await row(page, '<HOST>an IPv4 or IPv6 address or a host name').waitFor();
      await eventually(
        async () => ((await selectedRow(page).textContent()) ?? '').startsWith('<HOST>'),
        'the row of the part at the cursor',
      );
      await lens(filter, '8 matches in named.log').waitFor();
      await picture('regex-words');
    },
  },
  {
    name: 'should select the text of a part in the file when its row is chosen',
    async run({ page, focus }) {
      await row(page, 'IN"IN"').click();
      await focus(filter);
      await selected(page, 2);
      assert.match((await selectedRow(page).textContent()) ?? '', /^IN/);
    },
  },
  {
    name: 'should draw the regex as a picture of which each part is named',
    async run({ page, command, picture, focus }) {
      // both are wide enough without the side bar
      await page.keyboard.press('Control+B');
      await command('Fail2ban: Show Regex as Diagram');
      await part(page, '<HOST>: an IPv4 or IPv6 address').waitFor();
      await focus(filter);
      await select(page, '<HOST>');
      await eventually(async () => (await classOf(page, '<HOST>')).includes('current'), 'the part at the cursor');
      await frame(page).locator('#fit').click();
      await picture('diagram');
    },
  },
  {
    name: 'should select the text of a part in the file when it is clicked, or chosen with the keyboard',
    async run({ page, focus }) {
      await part(page, 'IN: "IN"').click();
      await eventually(async () => (await classOf(page, 'IN: "IN"')).includes('current'), 'the part that was clicked');
      await part(page, 'IN: "IN"').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await eventually(async () => (await classOf(page, 'ANY: "ANY"')).includes('current'), 'the part that was chosen');
      await focus(filter);
      await selected(page, 3);
    },
  },
  {
    name: 'should grow and shrink the picture, and show what the cursor is on alone',
    async run({ page }) {
      const width = () => frame(page).locator('svg').getAttribute('width').then(Number);
      const before = await width();
      await frame(page).locator('#larger').click();
      await eventually(async () => (await width()) > before, 'a larger picture');
      await frame(page).locator('#part').check();
      await eventually(async () => (await frame(page).locator('[data-part]').count()) === 1, 'one part alone');
      await frame(page).locator('#part').uncheck();
      await part(page, '<HOST>').waitFor();
    },
  },
  {
    name: 'should draw it in the colours of the theme',
    async run({ page, theme }) {
      const background = () => styleOf(frame(page).locator('body'), 'backgroundColor');
      const light = await background();
      await theme('dark');
      await eventually(async () => (await background()) !== light, 'a dark page');
      await theme('high-contrast');
      await eventually(async () => (await background()) === 'rgb(0, 0, 0)', 'a black page');
      await theme('light');
    },
  },
];

function row(page: Page, text: string): Locator {
  return page.locator('.pane', { hasText: 'Regex' }).locator('.monaco-list-row', { hasText: text }).first();
}

function selectedRow(page: Page): Locator {
  return page.locator('.pane', { hasText: 'Regex' }).locator('.monaco-list-row.selected').first();
}

function frame(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

function part(page: Page, label: string): Locator {
  return frame(page).locator(`[data-part][aria-label^='${label}']`).first();
}

async function classOf(page: Page, label: string): Promise<string> {
  return (await part(page, label).getAttribute('class')) ?? '';
}

/** Waits until so many characters of the active editor are selected. */
function selected(page: Page, count: number): Promise<void> {
  return page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: `(${count} selected)` }).waitFor();
}

/** Draws the edge of the side bar to the right. */
async function widen(page: Page, by: number): Promise<void> {
  const edge = await page.locator('.part.sidebar').boundingBox();
  const [x, y] = [edge!.x + edge!.width, edge!.y + edge!.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by, y, { steps: 4 });
  await page.mouse.up();
}

/** Puts the cursor on a text of the active editor. */
async function select(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+F');
  const find = page.locator('.find-widget.visible textarea[aria-label="Find"]').first();
  await find.fill(text);
  // a narrow editor does not show the count
  await page.locator('.find-widget.visible .matchesCount', { hasText: '1 of 1' }).waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  await page.locator('.find-widget.visible').waitFor({ state: 'hidden' });
}
