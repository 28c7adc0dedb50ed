import { type TestController, type TestItem, Range, Uri } from 'vscode';
import type { FilterNode, TestNode } from './tree.ts';

/** The tree of tests as the editor shows it. */
export interface TestItems {
  readonly tree: readonly FilterNode[];
  replace(tree: readonly FilterNode[]): void;
  get(id: string): TestItem | undefined;
  /** Does something with the item of a test that is still there. */
  mark(id: string, mark: (item: TestItem) => void): void;
  /** Whether a file is a sample of the tree, or one that a sample adds. */
  isSample(uri: Uri): boolean;
}

export function createTestItems(controller: TestController): TestItems {
  let tree: readonly FilterNode[] = [];
  const items = new Map<string, TestItem>();
  let sampleUris: ReadonlySet<string> = new Set();
  const toItem = (node: TestNode): TestItem => {
    const item = controller.createTestItem(node.id, node.label, Uri.parse(node.uri));
    item.description = node.description;
    if (node.line !== null) item.range = new Range(node.line, 0, node.line, 0);
    else item.sortText = node.label;
    item.children.replace(node.children.map(toItem));
    items.set(node.id, item);
    return item;
  };
  return {
    get tree() {
      return tree;
    },
    replace(nodes) {
      tree = nodes;
      items.clear();
      sampleUris = new Set(
        nodes.flatMap(({ children }) =>
          children.flatMap(({ uri, children: lines }) => [uri, ...lines.map((line) => line.uri)]),
        ),
      );
      controller.items.replace(nodes.map(toItem));
    },
    get: (id) => items.get(id),
    mark(id, mark) {
      const item = items.get(id);
      if (item) mark(item);
    },
    isSample: (uri) => sampleUris.has(uri.toString()),
  };
}
