/** What every page needs: its parts by their ids, and new ones with text that is only ever text. */
export const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;

export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...children.map((child) => (typeof child === 'string' ? document.createTextNode(child) : child)));
  return element;
}

/** A button that reads like a link. */
export function linkButton(text: string, open: () => void, title = ''): HTMLButtonElement {
  const button = create('button', 'link', text);
  button.title = title;
  button.addEventListener('click', open);
  return button;
}
