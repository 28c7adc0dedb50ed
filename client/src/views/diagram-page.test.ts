import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { diagramPage } from './diagram-page.ts';

const page = diagramPage({ source: 'https://source', script: 'https://source/a.js', style: 'https://source/a.css' });

it('should load nothing but its own script and style, and hold none inside', () => {
  expect(page).toContain('content="default-src \'none\'; style-src https://source; script-src https://source"');
  expect(page).not.toMatch(/unsafe|<style|<script(?! src="https:\/\/source\/a\.js"><\/script>)| on\w+=| style=/);
});

it('should have every part of the page that its script asks for', () => {
  const script = readFileSync('client/webview/diagram.ts', 'utf8');
  const asked = [...script.matchAll(/byId(?:<\w+>)?\('(\w+)'\)/g)].map(([, id]) => id!);
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
});

it('should make no markup of text anywhere in its script', () => {
  expect(readFileSync('client/webview/diagram.ts', 'utf8')).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|eval\(/,
  );
});
