import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The browser that shows the served VS Code: `E2E_CHROMIUM`, else where distributions put it; undefined where there is none. */
export function findChromium(): string | undefined {
  return [process.env.E2E_CHROMIUM, ...candidates].find((path) => path && existsSync(path));
}

/** A headless browser with a fresh profile that can reach nothing but 127.0.0.1. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no chromium: apt-get install chromium, or name one in E2E_CHROMIUM');
  return chromium.launch({
    executablePath,
    headless: true,
    chromiumSandbox: false,
    timeout: 30_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** A window that may use the clipboard without asking. */
export async function newPage(
  browser: Browser,
  viewport: { readonly width: number; readonly height: number },
): Promise<Page> {
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
  return context.newPage();
}
