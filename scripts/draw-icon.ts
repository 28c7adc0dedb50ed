// node scripts/run-ts.mjs scripts/draw-icon.ts  draws media/icon.svg as media/icon.png: the gallery takes no SVG.
import { readFileSync } from 'node:fs';
import { startBrowser } from './e2e/browser.ts';

const browser = await startBrowser();
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<body style="margin:0">${readFileSync('media/icon.svg', 'utf8')}</body>`);
await page.screenshot({ path: 'media/icon.png', omitBackground: true });
await browser.close();
