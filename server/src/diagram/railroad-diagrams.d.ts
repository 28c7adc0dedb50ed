/** What is used of the package, which brings no types. Sizes in pixels; an item is laid out where it is made and drawn by `format`. */
declare module '@prantlf/railroad-diagrams' {
  export class FakeSVG {
    constructor(tagName: string, attrs?: Record<string, string | number>, text?: string);
    tagName: string;
    attrs: Record<string, string | number>;
    children: string | (FakeSVG | string)[];
    width: number;
    up: number;
    down: number;
    height: number;
    addTo(parent: FakeSVG): FakeSVG;
  }
  export class Diagram extends FakeSVG {
    constructor(...items: FakeSVG[]);
    format(padding?: number): this;
  }
  export class Sequence extends FakeSVG {
    constructor(...items: FakeSVG[]);
  }
  export class Stack extends FakeSVG {
    constructor(...items: FakeSVG[]);
  }
  export class Choice extends FakeSVG {
    constructor(normal: number, ...items: FakeSVG[]);
  }
  export class OneOrMore extends FakeSVG {
    constructor(item: FakeSVG, repeat?: FakeSVG);
  }
  export class Group extends FakeSVG {
    constructor(item: FakeSVG, label?: string | FakeSVG);
  }
  export class Terminal extends FakeSVG {
    constructor(text: string);
  }
  export class NonTerminal extends FakeSVG {
    constructor(text: string);
  }
  export class Comment extends FakeSVG {
    constructor(text: string);
  }
  export class Skip extends FakeSVG {
    constructor();
  }
}
