import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import { styleOf } from './ui.ts';

/** The tour's filter on the left, its log on the right: what a first user sees. */
export const tourTests: readonly UiTest[] = [
  {
    name: "should open the tour's filter as a fail2ban filter",
    async run({ page, open }) {
      const editor = await open('filter.d/named-flood.conf');
      await editor.locator('.view-line', { hasText: 'failregex' }).waitFor();
      await page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: 'Fail2ban Filter' }).waitFor();
    },
  },
  {
    name: 'should colour the regex: the option, the tag and the text apart',
    async run({ editor }) {
      const line = editor('filter.d/named-flood.conf').locator('.view-line', { hasText: 'failregex' });
      const colorOf = (text: string) => styleOf(line.locator('span > span', { hasText: text }).first(), 'color');
      await eventually(
        async () => new Set(await Promise.all(['failregex', '<HOST>', 'query'].map(colorOf))).size === 3 || undefined,
        'three colours',
      );
    },
  },
  {
    name: 'should offer its buttons above the filter',
    async run({ page }) {
      await page.locator('.editor-actions [aria-label^="Test Filter Against Log"]').waitFor();
      await page.locator('.editor-actions [aria-label^="Show Expanded Regex"]').waitFor();
    },
  },
  {
    name: 'should show a view container with Samples and Results',
    async run({ page, command }) {
      await command('Fail2ban: Show Results');
      await page.locator('.pane-header', { hasText: 'Samples' }).waitFor();
      await page.locator('.pane-header', { hasText: 'Results' }).waitFor();
    },
  },
  {
    name: 'should open a copy of the tour, filter and log beside each other',
    async run({ page, command }) {
      await command('Fail2ban: Open the Tour');
      // the log is opened last; the workspace's own may be open, too
      await page
        .locator('.monaco-editor[data-uri*="globalStorage"][data-uri$="/tour/logs/named.log"] .view-line')
        .first()
        .waitFor();
      assert.equal(await page.locator('.editor-group-container').count(), 2);
    },
  },
  {
    name: 'should guide through four steps',
    async run({ page, command, pick }) {
      await command('Welcome: Open Walkthrough...');
      await pick('Write a fail2ban filter').click();
      const steps = page.locator('.gettingStartedDetailsContent .step-title');
      await eventually(async () => (await steps.count()) === 4 || undefined, 'four steps');
    },
  },
  {
    name: 'should restart its server from the palette',
    async run({ page, command }) {
      await command('Fail2ban: Restart Server');
      await page.locator('.statusbar-item', { hasText: 'language server restarted' }).waitFor();
    },
  },
  {
    name: 'should have said nothing unasked',
    async run({ page }) {
      assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
      assert.deepEqual(await page.locator('.notification-toast').allInnerTexts(), []);
    },
  },
];
