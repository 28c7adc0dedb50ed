import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { positionOf, startClient, type TestClient } from '../protocol-client.ts';

const tour = resolve(import.meta.dirname, '../../../test-fixtures/tour');
const uri = pathToFileURL(join(tour, 'filter.d/named-flood.conf')).href;
const text = readFileSync(join(tour, 'filter.d/named-flood.conf'), 'utf8');

let client: TestClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

it('should tell the regex at the cursor, each part with its place', async () => {
  client = await startClient({});
  await client.open(uri, text);
  const at = positionOf(text, '<HOST>');
  const told = await client.lens('regexWords', { uri, range: { start: at, end: at } });
  const [part] = told!.path.slice(0, 1).map((index) => told!.parts[index]!);
  expect([told!.kind, part!.kind, part!.written, part!.location]).toEqual([
    'failregex',
    'tag',
    '<HOST>',
    { uri, range: { start: at, end: { line: at.line, character: at.character + '<HOST>'.length } } },
  ]);
  // As a picture: the same part is the one at the cursor, with the same place.
  const asked = { uri, range: { start: at, end: at }, variables: 'values', isPart: false } as const;
  const diagram = await client.lens('regexDiagram', asked);
  expect([diagram!.svg!.name, diagram!.places[diagram!.current!]]).toEqual(['svg', part!.location]);
  expect(await client.lens('regexSvg', asked)).toContain('&#60;HOST&#62;');

  const top = { line: 0, character: 0 };
  expect(await client.lens('regexWords', { uri, range: { start: top, end: top } })).toBeNull();
});
