/** A filter as blogs, forums and installers have them, with lines of its log. */
export interface WrittenFilter {
  readonly name: string;
  readonly failregex: readonly string[];
  readonly ignoreregex?: readonly string[];
  readonly log: readonly string[];
  /** What is shown of it: the kind, and which regex. What takes long is left out. */
  readonly finds: readonly string[];
}

export const writtenFilters: readonly WrittenFilter[] = [
  {
    name: 'nginx 404',
    failregex: [String.raw`^<HOST> - .* "(GET|POST|HEAD).*HTTP.*" 404 .*$`],
    ignoreregex: [String.raw`.*(robots.txt|favicon.ico|jpg|png)`],
    log: [
      '192.0.2.50 - - [11/Jul/2025:12:00:00 +0000] "GET /old.php HTTP/1.1" 404 153 "-" "Mozilla/5.0"',
      '192.0.2.51 - - [11/Jul/2025:12:00:02 +0000] "GET /favicon.ico HTTP/1.1" 404 153 "-" "Mozilla/5.0"',
    ],
    finds: ['forged-exception ignoreregex 0'],
  },
  {
    name: 'nginx 444',
    failregex: [String.raw`^<HOST> - \S+ \[\] "[^"]*" 444 `],
    log: ['192.0.2.50 - - [11/Jul/2025:12:00:00 +0000] "GET / HTTP/1.1" 444 0 "-" "zgrab"'],
    finds: [],
  },
  {
    name: 'nginx status in any field',
    failregex: [String.raw`<HOST>.*"(?:GET|POST).*" (?:404|444|403) .*$`],
    log: ['192.0.2.50 - - [11/Jul/2025:12:00:00 +0000] "GET / HTTP/1.1" 444 0 "-" "zgrab"'],
    finds: [],
  },
  {
    name: 'nginx noscript of the error log',
    failregex: [String.raw`open\(\) "\S*(?:\.php|\.asp)" failed .*client: <HOST>`],
    log: [
      '2025/07/11 12:00:00 [error] 7#7: *1 open() "/usr/share/nginx/html/x.php" failed (2: No such file or directory), client: 192.0.2.50, server: _, request: "GET /x.php HTTP/1.1", host: "www.example.org"',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'nginx limit req',
    failregex: [String.raw`limiting requests, excess:.* by zone.*client: <HOST>`],
    log: [
      '2025/07/11 12:00:00 [error] 7#7: *1 limiting requests, excess: 5.1 by zone "one", client: 192.0.2.50, server: _, request: "GET / HTTP/1.1", host: "www.example.org", referrer: "https://www.example.org/"',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'wordpress xmlrpc',
    failregex: [String.raw`^<HOST> .*POST .*xmlrpc\.php.*`],
    log: ['192.0.2.50 - - [11/Jul/2025:12:00:00 +0000] "POST /xmlrpc.php HTTP/1.1" 200 413 "-" "Mozilla/5.0"'],
    finds: ['left-field failregex 0'],
  },
  {
    name: 'apache noscript',
    failregex: [
      String.raw`[[]client <HOST>(:\d{1,5})?[]] (File does not exist|script not found or unable to stat): .*/\S*(\.php|\.asp|\.exe|\.pl)`,
      String.raw`[[]client <HOST>(:\d{1,5})?[]] script '/\S*(\.php|\.asp|\.exe|\.pl)\S*' not found or unable to stat *$`,
    ],
    log: [
      "[Fri Jul 11 12:00:00.100000 2025] [php7:error] [pid 7] [client 192.0.2.50:4711] script '/var/www/html/x.php' not found or unable to stat",
      '[Fri Jul 11 12:00:01.100000 2025] [core:error] [pid 7] [client 192.0.2.51:4711] File does not exist: /var/www/html/x.php',
    ],
    finds: ['forged-address failregex 0', 'forged-address failregex 1'],
  },
  {
    name: 'apache auth',
    failregex: [
      String.raw`[[]client <HOST>(?::\d+)?[]] user .* authentication failure`,
      String.raw`[[]client <HOST>(?::\d+)?[]] user .* not found`,
      String.raw`[[]client <HOST>(?::\d+)?[]] user .* password mismatch`,
    ],
    log: [
      '[Fri Jul 11 12:00:00 2025] [error] [client 192.0.2.50] user bob not found: /private',
      '[Fri Jul 11 12:00:01 2025] [error] [client 192.0.2.51] File does not exist: /var/www/favicon.ico',
    ],
    finds: ['forged-address failregex 0', 'forged-address failregex 1', 'forged-address failregex 2'],
  },
  {
    name: 'postfix sasl',
    failregex: [
      String.raw`(?i): warning: [-._\w]+\[<HOST>\]: SASL (?:LOGIN|PLAIN|(?:CRAM|DIGEST)-MD5) authentication failed.*$`,
    ],
    log: [
      'Jul 11 12:00:00 mail postfix/smtpd[7]: warning: unknown[192.0.2.50]: SASL LOGIN authentication failed: authentication failure',
      'Jul 11 12:00:01 mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[192.0.2.51]: 554 5.7.1 <bob@example.org>: Relay access denied; from=<eve@example.net> to=<bob@example.org> proto=ESMTP helo=<pc>',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'postfix reject',
    failregex: [String.raw`reject: RCPT from (.*)\[<HOST>\]: 5\d\d`],
    log: [
      'Jul 11 12:00:01 mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[192.0.2.51]: 554 5.7.1 <bob@example.org>: Relay access denied; from=<eve@example.net> to=<bob@example.org> proto=ESMTP helo=<pc>',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'vsftpd',
    failregex: [
      String.raw`vsftpd(?:\(pam_unix\))?(?:\[\d+\])?:.* authentication failure; .* rhost=<HOST>(?:\s+user=\S*)?\s*$`,
      String.raw`^\s*\[pid \d+\] \[.+\] FAIL LOGIN: Client "<HOST>"\s*$`,
    ],
    log: [
      'Fri Jul 11 12:00:00 2025 [pid 7] [bob] FAIL LOGIN: Client "192.0.2.50"',
      'Jul 11 12:00:00 ftp vsftpd(pam_unix)[7]: authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=192.0.2.51 user=bob',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'asterisk',
    failregex: [
      String.raw`NOTICE.* .*: Registration from '.*' failed for '<HOST>:.*' - Wrong password`,
      String.raw`NOTICE.* .*: Registration from '.*' failed for '<HOST>' - No matching peer found`,
      String.raw`NOTICE.* <HOST> failed to authenticate as '.*'$`,
      String.raw`SECURITY.* SecurityEvent="(?:InvalidAccountID|ChallengeResponseFailed)".*RemoteAddress="IPV4/UDP/<HOST>/\d+"`,
    ],
    log: [
      `[2025-07-11 12:00:00] NOTICE[7] chan_sip.c: Registration from '"100" <sip:100@192.0.2.1>' failed for '192.0.2.50:5060' - Wrong password`,
      `[2025-07-11 12:00:01] SECURITY[7] res_security_log.c: SecurityEvent="InvalidAccountID",EventTV="1",Severity="Error",Service="SIP",AccountID="100",LocalAddress="IPV4/UDP/198.51.100.1/5060",RemoteAddress="IPV4/UDP/192.0.2.51/5060"`,
    ],
    finds: ['forged-address failregex 0', 'forged-address failregex 1', 'forged-address failregex 2'],
  },
  {
    name: 'jellyfin',
    failregex: [String.raw`^.*Authentication request for .* has been denied \(IP: "?<ADDR>"?\)\.`],
    log: [
      '[2025-07-11 12:00:00.100 +00:00] [INF] [7] Jellyfin.Server: Authentication request for "bob" has been denied (IP: "192.0.2.50").',
    ],
    finds: [],
  },
  {
    name: 'gitea',
    failregex: [
      String.raw`.*(Failed authentication attempt|invalid credentials|Attempted access of unknown user).* from <HOST>`,
    ],
    log: [
      '2025/07/11 12:00:00 ...ers/web/auth/auth.go:200:SignInPost() [I] Failed authentication attempt for bob from 192.0.2.50:0: user does not exist',
    ],
    finds: [],
  },
  {
    name: 'vaultwarden',
    failregex: [String.raw`^.*Username or password is incorrect\. Try again\. IP: <ADDR>\. Username:.*$`],
    log: [
      '[2025-07-11 12:00:00.100][vaultwarden::api::identity][ERROR] Username or password is incorrect. Try again. IP: 192.0.2.50. Username: bob@example.org.',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'traefik',
    failregex: [
      String.raw`^<HOST> \- \S+ \[\] \"(GET|POST|HEAD) .+\" 401 .+$`,
      String.raw`"ClientHost":"<HOST>".*"DownstreamStatus":(401|403|404)`,
    ],
    log: [
      '192.0.2.50 - bob [11/Jul/2025:12:00:00 +0000] "GET / HTTP/1.1" 401 17 "-" "-" 1 "auth@docker" "-" 0ms',
      '{"ClientAddr":"192.0.2.51:51000","ClientHost":"192.0.2.51","DownstreamStatus":404,"RequestPath":"/x","time":"2025-07-11T12:00:01Z"}',
    ],
    finds: [],
  },
  {
    name: 'haproxy',
    failregex: [String.raw`haproxy\[\d+\]: <HOST>:\d+ .* 40[134] \d+ .*$`],
    log: [
      'Jul 11 12:00:00 lb haproxy[7]: 192.0.2.50:51000 [11/Jul/2025:12:00:00.100] www web/s1 0/0/1/2/3 401 212 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"',
    ],
    finds: [],
  },
  {
    name: 'openvpn',
    failregex: [
      String.raw` <HOST>:\d{1,5} TLS Auth Error`,
      String.raw`<HOST>:[0-9]{4,5} (?:TLS Error|VERIFY ERROR):.*$`,
    ],
    log: [
      'Jul 11 12:00:00 vpn ovpn-server[7]: 192.0.2.50:51000 TLS Auth Error: Auth Username/Password verification failed for peer',
      'Jul 11 12:00:01 vpn ovpn-server[7]: 192.0.2.51:51001 TLS Error: TLS handshake failed',
    ],
    finds: [],
  },
  {
    name: 'phpmyadmin',
    failregex: [String.raw`phpMyAdmin.*user denied: .* \(mysql-denied\) from <HOST>`],
    log: ['Jul 11 12:00:00 web phpMyAdmin[7]: user denied: root (mysql-denied) from 192.0.2.50'],
    finds: [],
  },
  {
    name: 'drupal',
    failregex: [
      String.raw`^(https?:\/\/)([\da-z\.-]+)\.([a-z\.]{2,6})(\/[\w\.-]+)*\|\d{10}\|user\|<HOST>\|.+\|.+\|\d\|.*\|Login attempt failed for .+\.$`,
    ],
    log: [
      'Jul 11 12:00:00 web drupal: https://www.example.org|1752235200|user|192.0.2.50|https://www.example.org/user/login|https://www.example.org/user/login|0||Login attempt failed for bob.',
    ],
    finds: [],
  },
  {
    name: 'owncloud',
    failregex: [
      String.raw`{"reqId":".*","level":2,"time":".*","remoteAddr":"<HOST>",.*"message":"Login failed: '.*' \(Remote IP: '.*'\)".*}`,
      String.raw`{.*Login failed: .* \(Remote IP: '<HOST>'.*}`,
    ],
    log: [
      `{"reqId":"abc","level":2,"time":"2025-07-11T12:00:00+00:00","remoteAddr":"192.0.2.50","user":"--","app":"core","method":"POST","url":"\\/login","message":"Login failed: 'bob' (Remote IP: '192.0.2.50')"}`,
    ],
    finds: ['forged-address failregex 1'],
  },
  {
    name: 'nextcloud',
    failregex: [
      String.raw`^.*Login failed: '?.*'? \(Remote IP: '?<ADDR>'?\).*$`,
      String.raw`^.*\"remoteAddr\":\"<ADDR>\".*Trusted domain error.*$`,
    ],
    log: [
      `{"reqId":"abc","level":2,"time":"2025-07-11T12:00:00+00:00","remoteAddr":"192.0.2.50","user":"--","app":"core","method":"POST","url":"/login","message":"Login failed: bob (Remote IP: 192.0.2.50)","userAgent":"Mozilla/5.0","version":"25"}`,
      `{"reqId":"abd","level":1,"time":"2025-07-11T12:00:01+00:00","remoteAddr":"192.0.2.51","user":"--","app":"core","method":"GET","url":"/","message":"Trusted domain error. \\"192.0.2.51\\" tried to access using \\"x\\" as host.","userAgent":"zgrab"}`,
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'dovecot of a blog',
    failregex: [
      String.raw`(?:pop3-login|imap-login): .*(?:Authentication failure|Aborted login \(auth failed|Disconnected \(auth failed).*?rip=<HOST>`,
    ],
    log: [
      'Jul 11 12:00:00 mail dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<bob>, method=PLAIN, rip=192.0.2.50, lip=198.51.100.1, TLS',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'port behind IPv6',
    failregex: [String.raw`^app: bad handshake from <HOST>(?::\d+)?$`],
    log: [
      '2025-07-11 12:00:00 app: bad handshake from 2001:db8::50:51000',
      '2025-07-11 12:00:01 app: bad handshake from 192.0.2.50:51000',
    ],
    finds: [],
  },
  {
    name: 'a word where the address was meant',
    failregex: [String.raw`sshd.*: .*Failed password for .* <HOST>`],
    log: ['Jul 11 12:00:00 pc sshd[7]: Failed password for invalid user bob from 192.0.2.50 port 51000 ssh2'],
    finds: ['wrong-address failregex 0'],
  },
  {
    name: 'grafana',
    failregex: [
      String.raw`lvl=eror.*Invalid username or password.*remote_addr=<HOST>`,
      String.raw`level=info .*uname=.* remote_addr=<HOST> .*status=401`,
    ],
    log: [
      't=2025-07-11T12:00:00+0000 lvl=eror msg="Invalid username or password" logger=context userId=0 orgId=0 uname= error="Invalid Username or Password" remote_addr=192.0.2.50',
      'logger=context t=2025-07-11T12:00:01+0000 level=info msg="Request Completed" uname= method=POST path=/login status=401 remote_addr=192.0.2.51 time_ms=5 status=401 referer=https://www.example.org/login',
    ],
    finds: ['forged-address failregex 0', 'forged-address failregex 1'],
  },
  {
    name: 'named',
    failregex: [String.raw`client @?\S* ?<HOST>#\S+.*: query .*denied`],
    log: [
      "11-Jul-2025 12:00:00.100 client @0x7f 192.0.2.50#51000 (example.org): query (cache) 'example.org/A/IN' denied",
    ],
    finds: ['wrong-address failregex 0'],
  },
  {
    name: 'any address of the line',
    failregex: [String.raw`.*login failed.*<HOST>.*`],
    log: ['2025-07-11 12:00:00 panel: login failed for bob, forwarded for 192.0.2.50, from 198.51.100.1'],
    finds: ['wrong-address failregex 0'],
  },
  {
    name: 'forwarded for',
    failregex: [String.raw`^.*X-Forwarded-For: <HOST>.* 401$`],
    log: ['2025-07-11 12:00:00 app: 198.51.100.1 X-Forwarded-For: 192.0.2.50, 198.51.100.1 401'],
    finds: [],
  },
  {
    name: 'sshd, with the address that proofs are made with',
    failregex: [String.raw`for <F-USER>\S+</F-USER> from <HOST> port \d+ ssh2$`],
    log: ['Jul 11 12:00:00 pc sshd[7]: Failed password for bob from 192.0.2.1 port 51000 ssh2'],
    finds: [],
  },
  {
    name: 'mikrotik',
    failregex: ['login failure for user .* from <HOST> via (ssh|winbox|web)'],
    log: ['Jul 11 12:00:00 router system,error,critical login failure for user admin from 203.0.113.9 via ssh'],
    finds: [],
  },
  {
    name: 'ufw',
    failregex: ['UFW BLOCK.* SRC=<HOST>'],
    log: [
      'Jul 11 12:00:00 web kernel: [12345.678901] [UFW BLOCK] IN=eth0 OUT= MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00 SRC=203.0.113.9 DST=192.0.2.10 LEN=40 TOS=0x00 PREC=0x00 TTL=240 ID=54321 PROTO=TCP SPT=40000 DPT=22 WINDOW=1024 RES=0x00 SYN URGP=0',
    ],
    finds: [],
  },
  {
    name: 'windows',
    failregex: [String.raw`^.*An account failed to log on\. .* Source Network Address:\s+<HOST>\s+Source Port`],
    log: [
      '11/07/2025 12:00:00 PM 4625 An account failed to log on. Subject: - Account Name: bob Source Network Address: 203.0.113.9 Source Port: 40000',
      '11/07/2025 12:00:02 PM 4625 An account failed to log on. Subject: - Account Name: bob Source Network Address: 203.0.113.9 Source Port: 40000',
    ],
    finds: [],
  },
  {
    name: 'freepbx',
    failregex: [String.raw`SECURITY.* SecurityEvent="InvalidPassword".*RemoteAddress="IPV[46]/(UDP|TCP)/<HOST>/\d+"`],
    log: [
      '[2025-07-11 12:00:00] SECURITY[1234] res_security_log.c: SecurityEvent="InvalidPassword",EventTV="2025-07-11T12:00:00.000+0000",Severity="Error",Service="PJSIP",EventVersion="2",AccountID="100",SessionID="0x7f",LocalAddress="IPV4/UDP/192.0.2.10/5060",RemoteAddress="IPV4/UDP/203.0.113.9/5060",Challenge="x"',
    ],
    finds: [],
  },
  {
    name: 'pfsense',
    failregex: [String.raw`filterlog\[\d+\]: .*,block,in,4,.*,<HOST>,\d+\.\d+\.\d+\.\d+,.*`],
    log: [
      'Jul 11 12:00:00 fw filterlog[1234]: 4,,,1000000103,em0,match,block,in,4,0x0,,64,12345,0,DF,6,tcp,60,203.0.113.9,192.0.2.10,40000,22,0,S,1234,,64240,,mss',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'proxmox',
    failregex: [String.raw`pvedaemon\[.*authentication failure; rhost=<HOST> user=.* msg=.*`],
    log: [
      'Jul 11 12:00:00 pve pvedaemon[1234]: authentication failure; rhost=::ffff:203.0.113.9 user=root@pam msg=Authentication failure',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'plex',
    failregex: [
      '^.*Denying access due to request from <HOST>.*$',
      'Auth: Came in with a super-token, authorization failed. <HOST>',
    ],
    log: [
      'Jul 11, 2025 12:00:00.123 [0x7f] DEBUG - Auth: authentication failed for request from 203.0.113.9:40000',
      'Jul 11, 2025 12:00:00.123 [0x7f] WARN - Denying access due to request from 203.0.113.9:40000 using bad token',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'roundcube',
    failregex: [String.raw`IMAP Error: Login failed for .* from <HOST>(\(X-Real-IP: .*\))?\. .* in .*`],
    log: [
      '[11-Jul-2025 12:00:00 +0200]: <abc> IMAP Error: Login failed for bob against localhost from 203.0.113.9. AUTHENTICATE PLAIN: Authentication failed. in /var/www/roundcube/rcube_imap.php on line 211 (POST /?_task=login)',
      '[11-Jul-2025 12:00:10 +0200]: <abd> IMAP Error: Login failed for bob against localhost from 172.18.0.1(X-Forwarded-For: 203.0.113.9). AUTHENTICATE PLAIN: Authentication failed. in /var/www/roundcube/rcube_imap.php on line 211 (POST /?_task=login)',
    ],
    finds: ['forged-address failregex 0'],
  },
  {
    name: 'a user where the address was meant',
    failregex: [String.raw`^\s*login failed for <HOST>`],
    log: ['2025-07-11 12:00:00 login failed for bob'],
    finds: ['wrong-address failregex 0'],
  },
  {
    name: 'sshd before OpenSSH 9.8',
    failregex: [
      String.raw`^\s*\S+ sshd\[\d+\]: Failed password for (?:invalid user )?\S+ from <ADDR> port \d+(?: ssh2)?$`,
      String.raw`^\s*\S+ sshd\[\d+\]: Invalid user \S* from <ADDR> port \d+$`,
    ],
    log: [
      'Jul 11 12:00:00 pc sshd[1]: Server listening on 0.0.0.0 port 22.',
      'Jul 11 12:00:01 pc sshd-session[7]: Failed password for root from 192.0.2.50 port 50123 ssh2',
      'Jul 11 12:00:02 pc sshd-session[8]: Invalid user bob from 192.0.2.50 port 50124',
      'Jul 11 12:00:03 pc sshd-auth[9]: Invalid user ann from 192.0.2.51 port 50125',
    ],
    finds: ['longer-name failregex 0', 'longer-name failregex 1'],
  },
  {
    name: 'a connection that a name makes forgotten',
    failregex: [
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: .*<F-MLFFORGET>logged in</F-MLFFORGET>`,
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: <F-NOFAIL>connect</F-NOFAIL> from <HOST>$`,
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: wrong password for user <F-USER>.*</F-USER>$`,
    ],
    log: [
      '2025-07-11 12:00:00 app[7]: connect from 192.0.2.50',
      '2025-07-11 12:00:01 app[7]: wrong password for user bob',
      '2025-07-11 12:00:02 app[8]: connect from 192.0.2.51',
      '2025-07-11 12:00:03 app[8]: bob logged in',
    ],
    finds: ['forged-exception failregex 0'],
  },
  {
    name: 'a connection that a name makes well, and one that it gives an address',
    failregex: [
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: .*<F-MLFGAINED>accepted</F-MLFGAINED>`,
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: .*<F-NOFAIL>client</F-NOFAIL> <HOST>`,
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: wrong password for user <F-USER>.*</F-USER>$`,
    ],
    log: [
      '2025-07-11 12:00:00 app[7]: new client 192.0.2.50',
      '2025-07-11 12:00:01 app[7]: wrong password for user bob',
    ],
    finds: ['forged-exception failregex 0', 'forged-address failregex 1'],
  },
  {
    name: 'a connection whose lines begin with words of the program',
    failregex: [
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: <F-MLFFORGET>login</F-MLFFORGET> of user <F-USER>.*</F-USER>$`,
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: <F-NOFAIL>connect</F-NOFAIL> from <HOST>$`,
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: wrong password for user <F-USER>.*</F-USER>$`,
    ],
    log: [
      '2025-07-11 12:00:00 app[7]: connect from 192.0.2.50',
      '2025-07-11 12:00:01 app[7]: wrong password for user bob',
    ],
    finds: [],
  },
  {
    name: 'members of JSON, whose writer masks the quotes of a stranger',
    failregex: [String.raw`^.*"remoteAddr":"<HOST>".*Invalid credentials.*$`],
    log: [
      '{"reqId":"a1","time":"2025-07-11T12:00:00+00:00","remoteAddr":"192.0.2.50","user":"bob","message":"File opened"}',
    ],
    finds: [],
  },
  {
    name: 'a web server within the JSON of docker',
    failregex: [String.raw`{"log":"<HOST>.*(GET|POST|HEAD).*( 404 )`],
    log: [
      String.raw`{"log":"192.0.2.50 - - [11/Jul/2025:12:00:00 +0000] \"GET /x HTTP/1.1\" 404 157 \"-\" \"curl\"\n","stream":"stdout","time":"2025-07-11T12:00:00.123456789Z"}`,
    ],
    finds: [],
  },
  {
    name: 'agents in the field behind the request',
    failregex: [String.raw`<HOST> -.*"(GET|POST|HEAD) (.*?)" \d+ \d+ "(.*?)" ".*(?:GPTBot|ClaudeBot).*"$`],
    log: ['192.0.2.50 - - [11/Jul/2025:12:00:00 +0000] "GET /x HTTP/1.1" 200 153 "-" "Mozilla/5.0 (GPTBot/1.0)"'],
    finds: [],
  },
  {
    name: 'words of the program where others write names',
    failregex: [String.raw`\[LIMIT_IP\] Email = \S+ \|\| SRC = <ADDR>`, String.raw`login refused ip=<HOST>`],
    log: [
      '2025-07-11 12:00:00 [LIMIT_IP] Email = bob || SRC = 192.0.2.50',
      '2025-07-11 12:00:01 ban of [IP] 192.0.2.51 for 30 minutes',
      '2025-07-11 12:00:02 login refused ip=192.0.2.50',
      '2025-07-11 12:00:03 login ok ip=192.0.2.51',
      '2025-07-11 12:00:04 new login remoteIp=192.0.2.51',
    ],
    finds: [],
  },
  {
    name: 'an ignoreregex for words that no stranger writes into a line',
    failregex: [String.raw`^\s*Connection reset by <HOST>.*`],
    ignoreregex: [String.raw`.*?ORM engine.*`],
    log: ['2025-07-11 12:00:00 Connection reset by 192.0.2.50 port 4711 [preauth]'],
    finds: [],
  },
  {
    name: 'words of the regex itself behind a word such as login',
    failregex: [String.raw`^\[.*\] \[<HOST>\] \[.*\] Intento de login fallido`],
    log: ['[2025-07-11 12:00:00] [192.0.2.50] [WARNING] Intento de login fallido'],
    finds: [],
  },
  {
    name: 'a country and the name of a machine',
    failregex: [
      String.raw`^\[.*\] \[WARN\] Denied request from IP: <HOST> .* to .* by (explicit IP rule|geo rule)$`,
      String.raw`^\[.*\] \[Client <HOST>\] \[no \w+\] \[.*\] refused$`,
    ],
    log: [
      '[2025-07-11T12:00:00Z] [WARN] Denied request from IP: 192.0.2.50 (CN) to www.example.org by geo rule',
      '[2025-07-11T12:00:01Z] [Client 192.0.2.50] [no FR] [www.example.org] refused',
    ],
    finds: [],
  },
];
