import { expect, it } from 'vitest';
import { createIncludeGraph } from './include-graph.ts';

it('should know who includes whom, and follow each file', () => {
  const files: Record<string, string[]> = { '/b.local': ['/c'], '/b.conf': ['/c', '/d'], '/a.conf': ['/c'] };
  const graph = createIncludeGraph(Object.keys(files), (file) => files[file] ?? []);
  expect(graph.including('/c')).toEqual(['/a.conf', '/b.conf', '/b.local']);
  expect([...graph.included()].sort()).toEqual(['/c', '/d']);
  expect(graph.update()).toEqual([]);

  files['/b.conf'] = ['/c'];
  files['/new.conf'] = ['/e', '/e'];
  delete files['/a.conf'];
  for (const file of ['/b.conf', '/new.conf', '/a.conf', '/b.local']) graph.change(file);
  expect(graph.update().sort()).toEqual(['/c', '/d', '/e']);
  expect(graph.including('/c')).toEqual(['/b.conf', '/b.local']);
  expect(graph.including('/d')).toEqual([]);
  expect(graph.including('/e')).toEqual(['/new.conf']);
  expect([...graph.included()].sort()).toEqual(['/c', '/e']);
});
