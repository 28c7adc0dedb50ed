import { eventually } from '../eventually.ts';
import type { UiTest } from '../run-ui-tests.ts';
import { stylesOf, type Ui } from './ui.ts';

const filter = 'filter.d/mixed.conf';
const log = 'logs/mixed.log';
const slowFilter = 'filter.d/slow.conf';

const line = (client: number, name: string) =>
  `Jul 11 05:40:22 server named[1301]: client ${client}.1.1.1#1: query: ${name} IN ANY\n`;

/** Four steps of backtracking over what never fits: some milliseconds a line. */
const slowRegex = '^\\s*a[^b]*a[^b]*a[^b]*a[^b]*c <HOST>$';
const slowLine = `Jul 11 05:40:22 ${'a'.repeat(130)} c !\n`;

/** How logs look: matched, ignored and missed lines in every theme, in split and diff editors; and a run that takes long. */
export const looksTests: readonly UiTest[] = [
  {
    name: 'should tell matched, ignored and missed lines apart by their icons',
    async run(ui) {
      ui.write(log, line(1, 'flood') + line(2, 'flood') + line(3, 'friend') + line(4, 'other'));
      ui.write(
        filter,
        '# Bans floods, but never the client 2.\n# fail2ban-lens: log=../logs/mixed.log\n\n[Definition]\n\nfailregex = client <HOST>#\\d+: query: flood\n\nignoreregex = client 2\\.\n',
      );
      await ui.command('View: Close All Editors');
      await ui.open(filter);
      await ui.lens(filter, '4 lines: 1 matched, 1 ignored, 2 missed').waitFor();
      await ui.command('View: Split Editor Right');
      await ui.open(log);
      await fourLines(ui);
    },
  },
  ...(['dark', 'high-contrast'] as const).map((theme): UiTest => ({
    name: `should tell them apart in a ${theme} theme`,
    async run(ui) {
      await ui.theme(theme);
      await fourLines(ui);
      await ui.top(log);
      await ui.picture(theme);
    },
  })),
  {
    name: 'should colour a log alike in a split editor',
    async run(ui) {
      await ui.theme('light');
      await ui.command('View: Split Editor Down');
      await eventually(
        async () => (await icons(ui, `.monaco-editor[data-uri$="/${log}"]`)).length === 8,
        'the icons of both editors',
      );
    },
  },
  {
    name: 'should colour a log alike in a diff editor, unsaved as it is',
    async run(ui) {
      await ui.focus('mixed.log');
      await ui.page.keyboard.press('Control+Home');
      await ui.page.keyboard.press('Control+Shift+K');
      await ui.lens(filter, '3 lines: 0 matched, 1 ignored, 2 missed').waitFor();
      await ui.command('File: Compare Active File with Saved');
      await eventually(
        async () => (await icons(ui, '.monaco-diff-editor .editor.modified')).length >= 3,
        'the icons of the unsaved side',
      );
      await ui.command('View: Revert and Close Editor');
      await ui.lens(filter, '4 lines: 1 matched').waitFor();
    },
  },
  {
    name: 'should say that a long run goes on, and end it when it is told to',
    async run(ui) {
      ui.write('logs/slow.log', slowLine.repeat(20_000));
      ui.write(slowFilter, `# fail2ban-lens: log=../logs/slow.log\n[Definition]\nfailregex = ${slowRegex}\n`);
      await ui.command('View: Close All Editors');
      await ui.open(slowFilter);
      const notification = await ui.toast('Fail2ban Lens: slow');
      await notification.locator('.monaco-button', { hasText: 'Cancel' }).click();
      await ui.lens(slowFilter, 'cancelled').waitFor();
      await notification.first().waitFor({ state: 'hidden' });
    },
  },
];

/** Waits for the log's four icons: one matched, one ignored, two missed, each status with a picture of its own. */
async function fourLines(ui: Ui): Promise<void> {
  const expected = { matched: 1, ignored: 1, missed: 2 };
  await eventually(
    async () => {
      const shown = await icons(ui, `.monaco-editor[data-uri$="/${log}"]`);
      const isEach = Object.entries(expected).every(
        ([status, count]) => shown.filter((image) => image.includes(`gutter-${status}`)).length === count,
      );
      return shown.length === 4 && isEach;
    },
    `the icons ${JSON.stringify(expected)}`,
  );
}

/** The pictures beside the lines of some editors: drawn by the element, or before it. */
async function icons({ page }: Ui, editors: string): Promise<string[]> {
  const marks = page.locator(editors).locator('.cgmr[class*="ced-"]');
  const [own, before] = await Promise.all([
    stylesOf(marks, 'backgroundImage'),
    stylesOf(marks, 'backgroundImage', '::before'),
  ]);
  return own.map((image, index) => (image === 'none' ? (before[index] ?? '') : image));
}
