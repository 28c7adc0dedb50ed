/**
 * A minimum of fail2ban's configuration in our own words, for machines without fail2ban: the names that filters take from
 * `common.conf` and its kin, so that `%(__prefix_line)s` resolves. The regexes accept the log line prefixes that syslog
 * daemons write; where fail2ban is installed its own files are read instead.
 */
export const builtinConfiguration: Readonly<Record<string, string>> = {
  'filter.d/common.conf': `# Built into Fail2ban Lens: stands in for fail2ban's own common.conf where that is not installed.
[INCLUDES]
after = common.local

[DEFAULT]
logtype = file
_daemon = \\S*
__pid_re = (?:\\[[0-9]+\\])
__daemon_re = [(\\[]?<_daemon>(?:\\([^\\s()]*\\))?[)\\]]?:?
__daemon_extra_re = \\[ID [0-9]+ [^\\s\\]]+\\]
__daemon_combs_re = (?:<__daemon_re><__pid_re>?:?|<__pid_re>?:\\s+<__daemon_re>)
__kernel_prefix = kernel:\\s?\\[\\s*[0-9]+\\.[0-9]+\\]:?
__hostname = \\S+
__md5hex = [\\da-f]{2}(?::[\\da-f]{2}){15}
__bsd_syslog_verbose = <[^\\s.<>]+\\.[^\\s<>]+>
__vserver = @vserver_[^\\s]+
__date_ambit = (?:\\[\\])
__pam_auth = pam_unix
__prefix_line = <lt_<logtype>/__prefix_line>
datepattern = <lt_<logtype>/datepattern>

[lt_file]
# In the order in which a syslog daemon writes them; each word may be missing.
__words_before = (?:<__bsd_syslog_verbose>\\s+)?(?:<__hostname>\\s+)?
__words_behind = (?:<__kernel_prefix>\\s+)?(?:<__vserver>\\s+)?(?:<__daemon_combs_re>\\s+)?(?:<__daemon_extra_re>\\s+)?
__prefix_line = <__date_ambit>?\\s*<lt_file/__words_before><lt_file/__words_behind>
datepattern = {^LN-BEG}

[lt_short]
__prefix_line = \\s*(?:<__hostname>\\s+)?(?:<_daemon>(?:<__pid_re>)?:?\\s+)?(?:<__kernel_prefix>\\s+)?
datepattern = {^LN-BEG}

[lt_journal]
__prefix_line = %(lt_short/__prefix_line)s
datepattern = {^LN-BEG}

[lt_rfc5424]
__prefix_line = \\s*<__hostname> <__daemon_re> \\d+ \\S+ (?:-|(?:\\[(?:"[^"]*"|[^\\]"])*\\])+|[^\\[\\]\\s]+)\\s+
datepattern = ^<\\d+>\\d+\\s+{DATE}
`,
  'filter.d/apache-common.conf': `# Built into Fail2ban Lens: stands in for fail2ban's own apache-common.conf where that is not installed.
[INCLUDES]
before = common.conf
after = apache-common.local

[DEFAULT]
_apache_error_client = (?:\\[\\]\\s+)?\\[(?:[^\\s\\]:]*:)?(?:error|[a-z0-9]+)\\](?: \\[pid [0-9]+(?::\\S+ [0-9]+)?\\])? \\[client <HOST>(?::[0-9]{1,5})?\\]
datepattern = {^LN-BEG}
`,
};
