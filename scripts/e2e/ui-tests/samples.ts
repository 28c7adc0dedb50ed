import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';

const filter = 'filter.d/door.conf';
const sample = 'filter.d/samples/door';

const filterText = `# Who fails at the door.
[Definition]

failregex = ^ doord: (?:refused|dropped) \\S+ from <HOST>$
            ^ doord: too many keys from <HOST>$

ignoreregex = ^ doord: refused test from
`;

const sampleText = `# failJSON: {"time": "2005-07-11T05:40:22", "match": true, "host": "192.0.2.1"}
Jul 11 05:40:22 doord: refused root from 192.0.2.1
# failJSON: {"time": "2005-07-11T05:40:30", "match": true, "host": "192.0.2.7"}
Jul 11 05:40:30 doord: too many keys form 192.0.2.7
# failJSON: {"match": false, "desc": "our own check"}
Jul 11 05:40:31 doord: refused test from 192.0.2.9
`;

/** Samples with expectations in the Test Explorer. */
export const samplesTests: readonly UiTest[] = [
  {
    name: 'should list a filter, its sample and each line as tests',
    async run({ page, command, write, open }) {
      await command('View: Close All Editors');
      write(filter, filterText);
      write(sample, sampleText);
      await open(filter);
      await command('Testing: Focus on Test Explorer View');
      await command('Test: Refresh Tests');
      await testRow(page, 'door').first().waitFor();
      await unfold(page, 'door');
      await unfold(page, 'samples/door');
      await testRow(page, 'too many keys form').waitFor();
      await command('Test: Run All Tests');
    },
  },
  {
    name: 'should show which line does not hold, why, and what fail2ban does',
    async run({ page, command, open, picture }) {
      await testRow(page, 'too many keys form').locator('.codicon-testing-failed-icon').waitFor();
      await testRow(page, 'refused root').locator('.codicon-testing-passed-icon').waitFor();
      await open(sample);
      await page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: 'Fail2ban Sample' }).waitFor();
      await page
        .locator('.test-message-inline-content, .test-error-content-widget', {
          hasText: 'it should match and does not',
        })
        .first()
        .waitFor();
      await command('View: Hide Panel');
      await page.locator('.test-error-content-widget').first().click();
      await page
        .getByText(/the line has/)
        .first()
        .waitFor();
      await picture('samples');
    },
  },
  {
    name: 'should show in the filter what its samples go through',
    async run({ page, command, focus, picture, editor }) {
      await page.keyboard.press('Escape');
      await command('Test: Run All Tests with Coverage');
      await page.locator('.pane-body .monaco-list-row', { hasText: 'door.conf' }).first().waitFor();
      await focus(filter);
      await editor(filter).locator('.coverage-deco-gutter.coverage-deco-miss').first().waitFor({ state: 'attached' });
      await editor(filter).locator('.coverage-deco-gutter.coverage-deco-hit').first().waitFor({ state: 'attached' });
      await picture('coverage');
    },
  },
  {
    name: 'should write what fail2ban does now above a line, and let it hold',
    async run({ page, open, lens, editor }) {
      await open(sample);
      await lens(sample, 'Run Sample: 2 hold, 2 do not').waitFor();
      await lens(sample, 'Accept What Fail2ban Does Now').locator('a').first().click();
      await editor(sample).locator('.view-line', { hasText: '# failJSON: { "match": false }' }).waitFor();
      await lens(sample, 'Run Sample').locator('a').first().click();
      await lens(sample, 'Run Sample: 3 hold, 1 does not').waitFor();
      await testRow(page, 'too many keys form').locator('.codicon-testing-passed-icon').waitFor();
    },
  },
  {
    name: 'should run again after each edit of the filter, and say where the line gets stuck that it loses',
    async run({ page, command, focus, open, pick, lens, picture, editor }) {
      const passes = testRow(page, 'refused root').locator('.codicon-testing-passed-icon');
      const fails = testRow(page, 'refused root').locator('.codicon-testing-failed-icon');
      await open(sample);
      await page.keyboard.press('Control+S');
      await command('Test: Start Continuous Run');
      const profiles = page.locator('.quick-input-widget', { hasText: 'Run Samples with Coverage' });
      await profiles.waitFor();
      await pick('Run Samples').click();
      await page.keyboard.press('Enter');
      await open(filter);
      await passes.waitFor();
      await page.keyboard.press('Control+G');
      await page.locator('.quick-input-widget input[type="text"]').first().fill(':4:30');
      await page.keyboard.press('Enter');
      await page.keyboard.type('X');
      await fails.waitFor();
      await focus('samples/door');
      await lens(sample, 'Run Sample: 2 hold, 3 do not').waitFor();
      await command('View: Hide Panel');
      await editor(sample).locator('.test-error-content-widget', { hasText: 'it should match' }).first().click();
      await page
        .getByText(/the line has/)
        .first()
        .waitFor();
      await picture('continuous-run');
      await page.keyboard.press('Escape');
      await focus(filter);
      await page.keyboard.press('Backspace');
      await passes.waitFor();
      await command('Test: Stop Continuous Run');
      await command('File: Revert File');
    },
  },
  {
    name: 'should mark in the filter what the sample does not notice, and add a line that would',
    async run({ page, open, focus, command, lens, editor, toast, picture, clear }) {
      await focus(filter);
      await command('Fail2ban: Show What the Sample Does Not Notice');
      await toast(/The sample of door notices \d+ of \d+ changes\./);
      await lens(filter, 'sample notices').waitFor();
      await editor(filter).locator('.squiggly-info').first().waitFor({ state: 'attached' });
      await clear();
      const before = await lens(filter, 'sample notices').textContent();
      await focus(filter);
      await page.keyboard.press('Control+Home');
      await command('Go to Next Problem (Error, Warning, Info)');
      await page.locator('.marker-widget', { hasText: 'This one would (now' }).waitFor();
      await picture('unnoticed');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+.');
      await page
        .locator('.action-widget .monaco-list-row.focused', { hasText: 'Add This Line to the Sample' })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await editor(sample).locator('.view-line').first().waitFor();
      await focus(filter);
      await eventually(async () => {
        const now = await lens(filter, 'sample notices')
          .textContent({ timeout: 2000 })
          .catch(() => before); // none while they are tried again
        return now !== before;
      }, 'more noticed changes');
      await clear();
      await open(sample);
      await command('File: Revert File');
    },
  },
];

function testRow(page: Page, text: string): Locator {
  return page.locator('.test-explorer .monaco-list-row', { hasText: text });
}

/** Opens a row of the tree that is closed. */
async function unfold(page: Page, label: string): Promise<void> {
  const row = page.locator('.test-explorer .monaco-list-row').filter({ has: page.getByText(label, { exact: true }) });
  await row.first().waitFor();
  if ((await row.first().getAttribute('aria-expanded')) !== 'true')
    await row.first().locator('.monaco-tl-twistie').click();
}
