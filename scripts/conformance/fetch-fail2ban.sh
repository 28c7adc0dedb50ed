#!/usr/bin/env bash
# Fetches the fail2ban of Debian 13, or of another RELEASE, into .cache/fail2ban-1.1, without installing it: the machine's own Debian
# source list is asked with that release's name. Takes the newest version found there; needs no root. Says what it took, or why not.
set -euo pipefail
cd "$(dirname "$0")/../.."

release=${1:-trixie}
to=.cache/fail2ban-1.1
cannot() { echo "the fail2ban of Debian's $release was not fetched: $1" >&2; exit 1; }

command -v apt-get >/dev/null || cannot 'this machine has no apt-get'
own=$(. /etc/os-release && [ "$ID" = debian ] && echo "$VERSION_CODENAME") || cannot 'this machine is not Debian'
list=/etc/apt/sources.list.d/debian.sources
[ -e "$list" ] || list=/etc/apt/sources.list
[ -e "$list" ] || cannot 'there is no debian.sources and no sources.list in /etc/apt'

mkdir -p .cache
work=$(mktemp -d "$PWD/.cache/fail2ban-1.1.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/parts" "$work/lists/partial"
sed "s/\b$own\b/$release/g" "$list" >"$work/parts/$release.${list##*.}"
apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" -o Dir::State::lists="$work/lists"
  -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
"${apt[@]}" update >"$work/log" 2>&1 || cannot "$(tail -n 1 "$work/log")"
(cd "$work" && "${apt[@]}" download fail2ban) >>"$work/log" 2>&1 || cannot "$(tail -n 1 "$work/log")"

mkdir "$work/root"
dpkg -x "$work"/fail2ban_*.deb "$work/root"
# fail2ban-regex starts faster with its modules compiled.
/usr/bin/python3 -m compileall -q "$work/root/usr/lib/python3/dist-packages" >/dev/null 2>&1 || true
rm -rf "$to"
mv "$work/root" "$to"
echo "fetched fail2ban $(dpkg-deb -f "$work"/fail2ban_*.deb Version) of Debian's $release into $to"
