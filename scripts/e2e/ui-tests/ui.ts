import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import type { ServedVsCode } from '../served-vscode.ts';

/** The workbench as a user meets it: what is clicked, typed and read. */
export interface Ui {
  readonly page: Page;
  /** Opens a file of the folder, by its path. */
  open(path: string): Promise<Locator>;
  /** The editor that shows a file, by the end of its URI. */
  editor(path: string): Locator;
  /** Makes an editor that can be seen the active one. */
  focus(path: string): Promise<void>;
  /** The code lens of a file that holds this text. */
  lens(path: string, text: string | RegExp): Locator;
  /** Runs a command by its title, from the palette. */
  command(title: string): Promise<void>;
  /** The row of a quick pick that holds this text. */
  pick(text: string): Locator;
  /** Answers a dialog for a file or a folder: the title that it has, and the path. */
  choosePath(title: string, path: string): Promise<void>;
  /** Waits for a notification that holds this text. */
  toast(text: string | RegExp): Promise<Locator>;
  /** Writes a file of the folder, behind the editor's back. */
  write(path: string, text: string): void;
  /** Where a file of the folder lies. */
  file(path: string): string;
  /** Lets the system ask for a kind of theme; the window follows. */
  theme(name: 'light' | 'dark' | 'high-contrast'): Promise<void>;
  /** Scrolls an editor to its first line. */
  top(path: string): Promise<void>;
  /** Folds views of the side bar: rows that do not fit are not drawn. */
  fold(...views: string[]): Promise<void>;
  /** Draws the window for the documentation, where pictures are asked for. */
  picture(name: string): Promise<void>;
  /** Removes what is in the way: notifications, quick picks. */
  clear(): Promise<void>;
}

/** `pictures`: the folder for the documentation's pictures; undefined: none are drawn. */
export function createUi(page: Page, served: ServedVsCode, pictures?: string): Ui {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  const rows = page.locator('.quick-input-list .monaco-list-row');
  /** What an earlier step still opens or closes takes the focus away, and the quick input closes: then it is opened again. */
  const choose = async (key: string, text: string, row: string): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        await page.keyboard.press(key);
        await input.fill(text, { timeout: 4000 });
        // Enter would take the focused row: another one until the list has followed the text, or one that VS Code likes better
        await rows
          .filter({ has: page.locator('.label-name').getByText(row, { exact: true }) })
          .first()
          .click({ timeout: 6000 });
        return;
      } catch (error) {
        if (tries === 4) throw error;
        await page.keyboard.press('Escape');
      }
    }
  };
  const ui: Ui = {
    page,
    editor: (path) => page.locator(`.monaco-editor[data-uri$="/${encodeURI(path)}"]`),
    async open(path) {
      await choose('Control+P', path, path.split('/').at(-1)!);
      const editor = ui.editor(path);
      await editor.locator('.view-line').first().waitFor();
      return editor;
    },
    async focus(path) {
      await page
        .locator(`.tab[data-resource-name="${path.split('/').at(-1)}"]`)
        .first()
        .click();
    },
    lens: (path, text) => ui.editor(path).locator('.codelens-decoration', { hasText: text }).first(), // two of one line stand there while they change
    async command(title) {
      await choose('F1', `>${title}`, title);
    },
    pick: (text) => rows.filter({ hasText: text }).first(),
    async choosePath(title, path) {
      await page.locator('.quick-input-widget', { hasText: title }).waitFor();
      // It writes where it begins by itself, a moment after it is there, and over what was typed before.
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      await eventually(async () => {
        if ((await input.inputValue()) === path) return true;
        await input.fill(path);
        await page.waitForTimeout(700);
        return (await input.inputValue()) === path;
      }, 'the path in the dialog');
      await input.press('Enter');
    },
    async toast(text) {
      const toast = page.locator('.notification-toast', { hasText: text });
      await toast.first().waitFor();
      return toast;
    },
    file: (path) => join(served.workspace, path),
    write(path, text) {
      const file = ui.file(path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    async theme(name) {
      await page.emulateMedia({
        colorScheme: name === 'light' ? 'light' : 'dark',
        forcedColors: name === 'high-contrast' ? 'active' : 'none',
      });
      await page
        .locator(`.monaco-workbench.${{ light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black' }[name]}`)
        .waitFor();
    },
    async top(path) {
      await ui.focus(path);
      await page.keyboard.press('Control+Home');
    },
    async fold(...views) {
      for (const view of views) {
        const header = page.locator('.pane-header').filter({ has: page.getByText(view, { exact: true }) });
        await header.waitFor();
        if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
      }
    },
    async picture(name) {
      if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
    },
    async clear() {
      await page.keyboard.press('Escape');
      await ui.command('Notifications: Clear All Notifications');
      await page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
    },
  };
  return ui;
}

type StyledPage = { getComputedStyle(node: unknown, pseudo?: string): Record<string, string> };

/**
 * A computed style of all elements that a locator finds, or of what `pseudo` (`::before`) draws beside them. Read in one moment: one by one,
 * while the editor draws anew, they would be of two drawings.
 */
export function stylesOf(elements: Locator, property: string, pseudo?: string): Promise<string[]> {
  return elements.evaluateAll(
    (nodes, [name, part]) =>
      nodes.map((node) => (globalThis as unknown as StyledPage).getComputedStyle(node, part)[name!]!),
    [property, pseudo] as const,
  );
}

/** A computed style of one element. */
export async function styleOf(element: Locator, property: string): Promise<string> {
  const [style] = await stylesOf(element, property);
  return style ?? '';
}
