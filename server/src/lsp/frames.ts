import { Transform } from 'node:stream';

/** No header of a message is longer; LSP's have some thirty bytes. */
const longestHeader = 8192;

/** The longest text that JavaScript can hold is a little longer. */
const longestMessage = 2 ** 29 - 32;

/**
 * Passes on the bytes of a client as long as they are framed as LSP frames them: a header with `Content-Length`, an empty line, so
 * many bytes. Behind a broken frame nobody can tell where the next message begins: `broken` is told once, in words, and nothing
 * passes any more.
 */
export function createFrameCheck(broken: (what: string) => void): Transform {
  let header = '';
  let bodyLeft = 0;
  let isBroken = false;
  const readHeader = (): void => {
    const length = header.length > longestHeader ? 'its header does not end' : bodyLength(header);
    header = '';
    if (typeof length === 'number') {
      bodyLeft = length;
      return;
    }
    isBroken = true;
    broken(length);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length && !isBroken;) {
        if (bodyLeft > 0) {
          const taken = Math.min(bodyLeft, chunk.length - at);
          bodyLeft -= taken;
          at += taken;
          continue;
        }
        header += String.fromCharCode(chunk[at++]!);
        if (header.endsWith('\r\n\r\n') || header.length > longestHeader) readHeader();
      }
      if (isBroken) done();
      else done(null, chunk);
    },
  });
}

/** The number of bytes that follow the header, or what is wrong with it. */
function bodyLength(header: string): number | string {
  let length: string | undefined;
  for (const line of header.split('\r\n').slice(0, -2)) {
    const colon = line.indexOf(':');
    if (colon === -1) return `its header has the line ${JSON.stringify(line)}, without a colon`;
    if (line.slice(0, colon).toLowerCase() === 'content-length') length = line.slice(colon + 1).trim();
  }
  if (length === undefined) return 'its header has no Content-Length';
  if (!/^\d+$/.test(length)) return `its Content-Length is ${JSON.stringify(length)}, which is no number of bytes`;
  if (Number(length) > longestMessage) return `its Content-Length is ${length}: more than ${longestMessage} bytes`;
  return Number(length);
}
