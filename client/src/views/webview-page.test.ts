import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagramPage } from './diagram-page.ts';
import { simulationPage } from './simulation-page.ts';
import { webviewPage } from './webview-page.ts';

const addresses = {
  source: 'https://source',
  script: 'https://source/a.js',
  styles: ['https://source/a.css', 'https://source/b.css'],
};

describe.each([
  { name: 'diagram', body: diagramPage, scripts: ['diagram.ts'] },
  {
    name: 'simulation',
    body: simulationPage,
    scripts: ['simulation.ts', 'simulation-tables.ts', 'what-if-table.ts'],
  },
])('the page of $name', ({ name, body, scripts }) => {
  const page = webviewPage(name, body, addresses);

  it('should load nothing but its own script and styles, and hold none inside', () => {
    expect(page).toContain('content="default-src \'none\'; style-src https://source; script-src https://source"');
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      ...addresses.styles,
      addresses.script,
    ]);
    expect(page).not.toMatch(/unsafe|<style|<script(?! src="https:\/\/source\/a\.js"><\/script>)| on\w+=| style=/);
  });

  it('should have every part that its scripts ask for', () => {
    const asked = scripts
      .map((script) => readFileSync(`client/webview/${script}`, 'utf8'))
      .flatMap((script) => [...script.matchAll(/byId(?:<\w+>)?\('(\w+)'\)/g)].map(([, id]) => id!));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
  });
});

it('should make no markup of text anywhere in a script of a page', () => {
  const scripts = readdirSync('client/webview').filter((file) => file.endsWith('.ts'));
  expect(scripts).toContain('dom.ts');
  for (const script of scripts)
    expect(readFileSync(`client/webview/${script}`, 'utf8'), script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|eval\(/,
    );
});
