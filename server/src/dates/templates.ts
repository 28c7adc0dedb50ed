import type { Fail2banVersion } from '../config/fail2ban-version.ts';

/** fail2ban's default datepatterns, in its order (`DateDetectorCache.DEFAULT_TEMPLATES`); beside each what it reads. */
export function defaultPatterns(fail2ban: Fail2banVersion): readonly string[] {
  return [
    // 2005-01-23T21:59:59.981746Z, 2005/01/23 21:59:59, 2006.12.21 06:43:20
    '%ExY(?P<_sep>[-/.])%m(?P=_sep)%d(?:T|  ?)%H:%M:%S(?:[.,]%f)?(?:\\s*%z)?',
    // Sun Jan 23 21:59:59.011 2005, and syslog's Jan 23 21:59:59
    '(?:%a )?%b %d %k:%M:%S(?:\\.%f)?(?: %ExY)?',
    // Sun Jan 23 2005 21:59:59.011
    '(?:%a )?%b %d %ExY %k:%M:%S(?:\\.%f)?',
    // 23/01/2005 21:59:59, 23-01-05 21:59:59
    '%d(?P<_sep>[-/])%m(?P=_sep)(?:%ExY|%Exy) %k:%M:%S',
    // 31/Oct/2006:09:22:55 -0000, 26-Jul-2007 15:20:52.252
    '%d(?P<_sep>[-/])%b(?P=_sep)%ExY[ :]?%H:%M:%S(?:\\.%f)?(?: %z)?',
    // 05/20/2008:01:57:39
    '%m/%d/%ExY:%H:%M:%S',
    // 01-27-2012 16:22:44.252, where the day-first pattern above cannot read it
    '%m-%d-%ExY %k:%M:%S(?:\\.%f)?',
    // 1700000000.123, [1700000000], audit(1700000000.123:45)
    'EPOCH',
    // 21:59:59
    '{^LN-BEG}%H:%M:%S',
    // <09/16/08@05:03:30>
    '^<%m/%d/%Exy@%H:%M:%S>',
    // 130322 11:46:11
    '%Exy%Exm%Exd  ?%H:%M:%S',
    // Apr 27, 2013 2:33:06 PM
    '%b %d, %ExY %I:%M:%S %p',
    // Apr-27-13 02:33:06
    '^%b-%d-%Exy %k:%M:%S',
    // 20050123T215959; since 1.1.1 also 20050123-21:59:59
    fail2ban === '1.1'
      ? '%ExY%Exm%Exd(?:-|T|  ?)%ExH:?%ExM:?%ExS(?:[.,]%f)?(?:\\s*%z)?'
      : '%ExY%Exm%Exd(?:T|  ?)%ExH%ExM%ExS(?:[.,]%f)?(?:\\s*%z)?',
    // PDT Apr 16 21:05:29
    '(?:%Z )?(?:%a )?%b %d %k:%M:%S(?:\\.%f)?(?: %ExY)?',
    // +00:00 Jan 23 21:59:59.011 2005
    '(?:%z )?(?:%a )?%b %d %k:%M:%S(?:\\.%f)?(?: %ExY)?',
    // @4000000052a1b2c30b1f1234
    'TAI64N',
  ];
}
