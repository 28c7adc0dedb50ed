import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { simulationPage } from './simulation-page.ts';

const page = simulationPage({ source: 'https://source', script: 'https://source/a.js', style: 'https://source/a.css' });
const scripts = ['simulation.ts', 'simulation-tables.ts', 'what-if-table.ts', 'build-svg.ts', 'dom.ts'].map((name) =>
  readFileSync(`client/webview/${name}`, 'utf8'),
);

it('should load nothing but its own script and style, and hold none inside', () => {
  expect(page).toContain('content="default-src \'none\'; style-src https://source; script-src https://source"');
  expect(page).not.toMatch(/unsafe|<style|<script(?! src="https:\/\/source\/a\.js"><\/script>)| on\w+=| style=/);
});

it('should have every part of the page that its scripts ask for', () => {
  const asked = scripts.flatMap((script) => [...script.matchAll(/byId(?:<\w+>)?\('(\w+)'\)/g)].map(([, id]) => id!));
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
});

it('should make no markup of text anywhere in its scripts', () => {
  for (const script of scripts) expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|eval\(/);
});
