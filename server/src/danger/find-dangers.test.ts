import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import type { Guard } from '../matching/search-block.ts';
import type { Catastrophe, LineDanger } from './danger.ts';
import { findDangers as findAllDangers, type DangerOptions } from './find-dangers.ts';
import { withFix } from './places.ts';
import { createProbe, type FilterTexts } from './probe.ts';

const guard: Guard = (work) => {
  work();
  return true;
};

function texts(failregex: string | readonly string[], ignoreregex: readonly string[] = []): FilterTexts {
  return filterTexts({ failregex: [failregex].flat(), ignoreregex });
}

function findDangers(filter: FilterTexts, options: DangerOptions): LineDanger[] {
  return findAllDangers(filter, options).filter(
    (danger): danger is LineDanger => 'proof' in danger && 'log' in danger.proof,
  );
}

/** Kind, part and id of each danger. */
function told(filter: FilterTexts, sample?: string): string[] {
  return findDangers(filter, { guard, sample }).map(({ kind, part, proof }) => `${kind} ${part} ${proof.id}`);
}

describe('an address that loses its beginning', () => {
  it.each([
    [String.raw`^app: login failed.*<HOST>$`, 'wrong-address .* 7'],
    [String.raw`^app: login failed.*<ADDR>.*$`, 'wrong-address .* 8.51.100.7'],
    [String.raw`\[GIN\].*429.*<HOST>`, 'wrong-address .* 7'],
    [String.raw`^app: bad \S+<HOST>$`, String.raw`wrong-address \S+ 7`],
  ])('should be found in %s', (failregex, expected) => {
    expect(told(texts(failregex))).toEqual([expected]);
  });

  it.each([
    String.raw`^app: login failed.*?\b<ADDR>$`,
    String.raw`^app: login failed from <HOST>$`,
    String.raw`^<HOST>:\d+ refused$`,
    String.raw`^app: login failed.*rhost=<HOST>$`,
  ])('should not be found in %s', (failregex) => {
    expect(told(texts(failregex))).toEqual([]);
  });

  it('should be shown with the line of the sample that has it', () => {
    const sample = '2026-05-01 10:00:01 app: login failed for bob from 192.0.2.145\n';
    const [danger] = findDangers(texts(String.raw`^\s*app: login failed.*<HOST>$`), { guard, sample });
    expect(danger!.proof).toEqual({ log: sample.trim(), id: '5', meant: '192.0.2.145', from: 'sample' });
  });
});

describe('an id that stands elsewhere than the address', () => {
  it.each([
    ['2026-05-01 10:00:01 alert ip=192.0.2.145 score=9', '9', '192.0.2.145', true],
    ['2026-05-01 10:00:01 alert score=9 ip=192.0.2.145', '5', '192.0.2.145', undefined],
    ['2026-05-01 10:00:01 alert ip=2001:db8::7', '7', '2001:db8::7', undefined],
  ])('should be shown with %s', (log, id, meant, isBeside) => {
    const [danger] = findDangers(texts('^.*<HOST>.*$'), { guard, sample: `${log}\n` });
    expect(danger).toMatchObject({ kind: 'wrong-address', proof: { log, id, meant } });
    expect(danger!.isBeside).toBe(isBeside);
  });
});

describe('an address that a stranger writes', () => {
  it.each([
    [String.raw`^app: login failed from.*\(<HOST>\).*$`, '.*'],
    [String.raw`^app: login of user .*? from <HOST> failed`, '.*?'],
    [String.raw`^.*app: login failed from <HOST> \(agent: .*\)$`, '.*'],
    [String.raw`^app: authentication failure.*rhost=<HOST>`, ''],
    // In one of its branches.
    [String.raw`^(?P<inv>invalid )?login (?(inv)name .*? at|user \S+ at) <HOST>`, '.*?'],
    [String.raw`^app: (?:<F-USER>\S+|.*?</F-USER>) (?:from|at) <ADDR> failed`, '.*?'],
    // The room goes on.
    [String.raw`^app: bad path=(?P<p>\S* ?.*?) client=<ADDR>(?::\d+)? status=401`, '.*?'],
  ])('should be found in %s', (failregex, part) => {
    expect(told(texts(failregex))).toEqual([`forged-address ${part} 192.0.2.1`]);
  });

  it.each([
    String.raw`^app: login failed from \S* ?\(<HOST>\)`,
    String.raw`^app: login of user .* from <HOST> failed$`,
    String.raw`^<HOST> \S+ \S+ \[\] "GET [^"]*" 404 .*$`,
    String.raw`^app: login failed from <HOST> for user ".*"$`,
    // What stands behind the address is not known to be a stranger's in each of its lines.
    String.raw`^app: <HOST>(?::\d+)?\s+.*<NOSRV> -1/-1 401`,
  ])('should not be found in %s', (failregex) => {
    expect(told(texts(failregex))).toEqual([]);
  });

  it('should not be feared where the lines of the sample leave no room', () => {
    const filter = texts(String.raw`^\s*app: login failed from.*\(<HOST>\).*$`);
    expect(told(filter, '2026-05-01 10:00:01 app: login failed from pc (192.0.2.8)\n')).toEqual([]);
    expect(told(filter, '2026-05-01 10:00:01 app: login failed from pc (192.0.2.8) by curl\n')).toHaveLength(1);
  });
});

describe('a regex that is found in lines of other events', () => {
  const regex = String.raw`\[client <HOST>\] user .* not found`;
  const log = [
    '[Fri Jul 11 12:00:00 2025] [error] [client 192.0.2.50] user bob not found: /private',
    '[Fri Jul 11 12:00:01 2025] [error] [client 192.0.2.51] File does not exist: /var/www/favicon.ico',
    '',
  ].join('\n');

  it('should be shown with a line like one of the sample, and closed where its lines begin alike', () => {
    const [danger] = findDangers(texts(regex), { guard, sample: log });
    expect(danger).toMatchObject({
      kind: 'forged-address',
      isElsewhere: true,
      part: '',
      proof: {
        log: '[Fri Jul 11 12:00:01 2025] [error] [client 192.0.2.51] File does not exist: /var/www/[client 192.0.2.1] user x  not found',
        id: '192.0.2.1',
        meant: '192.0.2.51',
        from: 'shape',
      },
    });
    expect(danger!.fix!.edits).toEqual([{ span: { start: 0, end: 0 }, text: String.raw`^\[\] \[error\] ` }]);
    expect(told(withFix(texts(regex), danger!.fix!), log)).toEqual([]);
  });

  it('should be shown with a line that the program is known to write where there is no sample', () => {
    const [danger] = findDangers(texts(regex), { guard });
    expect(danger).toMatchObject({ isElsewhere: true, proof: { id: '192.0.2.1', from: 'program' } });
  });

  it.each([
    String.raw`^\[\] \[error\] \[client <HOST>\] user .* not found`,
    String.raw`^app: wrong password from <HOST>$`,
    String.raw`login failed for .* from <HOST>$`,
  ])('should not be found in %s', (failregex) => {
    expect(told(texts(failregex))).toEqual([]);
  });
});

describe('a word that is taken for an address', () => {
  it('should be shown where the sample has it', () => {
    const line = 'Jul 11 12:00:00 pc sshd[7]: Failed password for bob from 192.0.2.50 port 51000 ssh2';
    const filter = texts(String.raw`sshd.*: Failed password for .* <HOST>`);
    expect(findDangers(filter, { guard, sample: `${line}\n` })).toMatchObject([
      { kind: 'wrong-address', proof: { log: line, id: 'ssh2', meant: '192.0.2.50', from: 'sample' } },
    ]);
  });
});

describe('a text that an ignoreregex excuses', () => {
  const failregex = String.raw`^\[client <HOST>\] no such file: .*$`;

  it.each([String.raw`34\.\d+\.\d+\.\d+`, String.raw`robots\.txt`])('should be found in %s', (ignoreregex) => {
    expect(told(texts(failregex, [ignoreregex]))).toEqual([`forged-exception ${ignoreregex} null`]);
  });

  it.each([
    [String.raw`(?i)^.*robots\.txt`, true],
    [String.raw`robots\.txt`, undefined],
  ])('should tell whether it begins with ^ already: %s', (ignoreregex, isAnchored) => {
    const [danger] = findDangers(texts(failregex, [ignoreregex]), { guard, sample: undefined });
    expect(danger).toHaveProperty('kind', 'forged-exception');
    expect(danger!.isAnchored).toBe(isAnchored);
  });

  it.each([String.raw`^\[client 34\.`, String.raw`^\[client <HOST>\] no such file: /robots\.txt$`])(
    'should not be found in %s',
    (ignoreregex) => {
      expect(told(texts(failregex, [ignoreregex]))).toEqual([]);
    },
  );

  it('should be a word in its quotes, also behind a prefregex', () => {
    const filter = filterTexts({
      prefregex: String.raw`^\s*app\[\d+\]: <F-CONTENT>.+</F-CONTENT>$`,
      failregex: ['^user ".*" rejected from <HOST>'],
      ignoreregex: ['^user ".*(?:backup|nagios).*"'],
    });
    const [danger] = findDangers(filter, { guard });
    expect(danger!.proof.log).toBe('2025-07-11 12:00:00 app[1]: user "backup" rejected from 198.51.100.7');
  });

  it('should be found where a page may end with it, of an ignoreregex that names an address, too', () => {
    const line = '192.0.2.34 - - [10/Mar/2025:11:49:15 +0000] "GET /admin HTTP/1.1" 404 12 "-" "curl/8.0"';
    const filter = (ignoreregex: string) => texts('^<HOST> .*" 404 ', [ignoreregex]);
    const find = (ignoreregex: string) =>
      findDangers(filter(ignoreregex), { guard, sample: `${line}\n` }).filter(
        ({ kind }) => kind === 'forged-exception',
      );
    expect(find(String.raw`^<HOST> .*"GET .*\.(?:png|css) HTTP`)).toMatchObject([
      { proof: { log: line.replace('/admin', '/admin?.png'), id: null, meant: '192.0.2.34', from: 'shape' } },
    ]);
    expect(find(String.raw`^<HOST> .*"GET /robots\.txt HTTP`)).toEqual([]);
  });

  it('should be shown with the line of the sample that has it', () => {
    const line = '[Mon Mar 10 11:49:15.522166 2025] [client 192.0.2.34] no such file: /134.2.3.4';
    const filter = texts(String.raw`\[client <HOST>\] no such file: .*$`, [String.raw`34\.\d+\.\d+\.\d+`]);
    const danger = findDangers(filter, { guard, sample: `${line}\n` }).find(({ kind }) => kind === 'forged-exception');
    expect(danger!.proof).toEqual({ log: line, id: null, meant: '192.0.2.34', from: 'sample' });
  });
});

describe('a name that a line tells twice', () => {
  it('should be written in both places by whoever calls himself so', () => {
    const line = 'Jul 11 12:00:00 pc app: login failed for bob from 192.0.2.50:0: no such user [name: bob]';
    const [danger] = findDangers(texts('login failed.* from <HOST>'), { guard, sample: `${line}\n` });
    expect(danger).toMatchObject({ kind: 'forged-address', proof: { id: '192.0.2.1', meant: '192.0.2.50' } });
    expect(danger!.proof.log).toMatch(/for +from 192\.0\.2\.1 from .* \[name: +from 192\.0\.2\.1\]/);
  });
});

describe('a quoted field that is left', () => {
  it('should be found, and closed by the fix', () => {
    const filter = texts(String.raw`^<HOST> [^"]*"POST .*wp-login\.php`);
    const [danger] = findDangers(filter, { guard });
    expect(danger).toMatchObject({ kind: 'left-field', part: '.*', proof: { id: '198.51.100.7' } });
    expect(told(withFix(filter, danger!.fix!))).toEqual([]);
  });

  it('should be found behind a method without quotes', () => {
    expect(told(texts(String.raw`^<HOST> .*POST .*xmlrpc\.php`))).toEqual(['left-field .* 198.51.100.7']);
  });

  it('should be shown with the line of the sample where the word stands in another field alone', () => {
    const line = (page: string): string =>
      `192.0.2.50 - - [11/Jul/2025:12:00:00 +0000] "POST ${page} HTTP/1.1" 200 58 "https://www.example.org/wp-login.php" "x"`;
    const sample = `${line('/wp-login.php')}\n${line('/other')}\n`;
    const [danger] = findDangers(texts(String.raw`^<HOST> .*"POST .*wp-login\.php`), { guard, sample });
    expect(danger!.proof).toEqual({ log: line('/other'), id: '192.0.2.50', meant: undefined, from: 'sample' });
  });

  it('should not be found where the part stops at the quote', () => {
    expect(told(texts(String.raw`^<HOST> [^"]*"POST [^" ]*wp-login\.php`))).toEqual([]);
  });
});

describe('a search without end', () => {
  const found = (failregex: string): Catastrophe[] =>
    findAllDangers(texts(failregex), { guard }).filter((danger) => danger.kind === 'catastrophe');

  it.each([
    [String.raw`^login of (?:[^\[]+ )*\[<HOST>\]$`, String.raw`(?:[^\[]+ )*`],
    [String.raw`^(?:closed|left)(?:: (?:\w+ \w+|[^(]+))* \(<HOST>\)$`, String.raw`(?:: (?:\w+ \w+|[^(]+))*`],
    [String.raw`^(\w+\s?)+ <HOST>$`, String.raw`(\w+\s?)+`],
    // Only with the loop's own characters.
    [String.raw`^(?:é+ß?)+ <HOST>$`, '(?:é+ß?)+'],
    [String.raw`^(?:%20|[^&])*& <HOST>$`, '(?:%20|[^&])*'],
    [String.raw`^(?:\[(?:\w+ "[^"]*"|[^\]]*)\])*denied <HOST>$`, String.raw`(?:\[(?:\w+ "[^"]*"|[^\]]*)\])*`],
  ])('should be found in %s', (failregex, part) => {
    const [danger] = found(failregex);
    expect(danger).toMatchObject({ part, degree: Infinity });
    expect(danger!.proof.steps).toBeGreaterThanOrEqual(100_000);
  });

  it.each([String.raw`^(?:[^\[ ]+ )*\[<HOST>\]$`, String.raw`^(?:\w+ ){3,8}<HOST>$`, '^a.*b.*c <HOST>$'])(
    'should not be found in %s',
    (failregex) => {
      expect(found(failregex)).toEqual([]);
    },
  );

  it.each([
    [String.raw`^login of (?:[^\[]+ )*\[<HOST>\]$`, String.raw`^login of (?:[^\[]+ )?\[<HOST>\]$`],
    [String.raw`^(\S*;)+<HOST>$`, String.raw`^(\S*;)<HOST>$`],
    [String.raw`^(\w+\s?)+ <HOST>$`, undefined],
    // The group is asked for behind the loop.
    [String.raw`^(\S*;)+<HOST>\1$`, undefined],
  ])('should be mended in %s where one turn takes what several do', (failregex, fixed) => {
    const [{ fix }] = found(failregex) as [Catastrophe];
    expect(fix && withFix(texts(failregex), fix).failregex[0]).toEqual(fixed);
    if (fixed !== undefined) expect(found(fixed)).toEqual([]);
  });

  it('should be told from one that takes a power of the length', () => {
    const [danger] = found(String.raw`^.*foo.*bar.*baz.* <HOST>$`);
    expect(danger).toMatchObject({ degree: 4, fix: undefined });
    expect(danger!.seconds).toBeGreaterThan(1);
  });

  it('should be found where already some hundred characters take too long to be counted', () => {
    const [danger] = found(String.raw`(?i)^<HOST> .* ".*\$.*(7B|\{).*(lower:)?.*j.*n.*d.*i.*:.*".*?$`);
    expect(danger!.degree).toBeGreaterThanOrEqual(4);
    expect(danger!.seconds).toBeGreaterThan(3600);
  });
});

describe('every proof', () => {
  const filters = [
    texts([String.raw`^app: login failed.*<HOST>$`, String.raw`^app: refused from.*\(<HOST>\).*$`]),
    texts(String.raw`^app: no such page: .* for <HOST>$`, ['robots']),
  ];

  it.each(filters)('should give its id, and no more after the fix', (filter) => {
    for (const { proof, fix } of findDangers(filter, { guard })) {
      const ids = (of: FilterTexts): string[] =>
        createProbe(of)
          .ask(proof.log)
          .taken.map(({ id }) => id);
      expect(ids(filter)).toEqual(proof.id === null ? [] : [proof.id]);
      if (fix) expect(ids(withFix(filter, fix))).not.toContain(proof.id);
    }
  });
});
