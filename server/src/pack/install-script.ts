import { shellWord } from '../text/shell-word.ts';

/** How the script names the filter to fail2ban-regex, from within a folder of configuration. */
export function checkedFilter(name: string): string {
  return `./filter.d/${name}.conf`;
}

/** How the script of every pack begins: a pack is known by it. */
export const scriptHead = `#!/bin/sh
# Puts a fail2ban filter in place and checks that it does there what it did where it was packed.
`;

/**
 * The script of a pack. It runs the checks with the packed files alone, asks `fail2ban-client -t` whether the server would start as it is, puts the files in
 * place (asks before it writes over one, and keeps a backup), runs the checks and `fail2ban-client -t` there, and takes everything back where one of them fails. `files`: below the pack and below the configuration folder alike.
 */
export function installScript(name: string, files: readonly string[]): string {
  return `${scriptHead}# sh install.sh [-c DIR] [-y] [-n] [-f]
#   -c DIR  the configuration folder of fail2ban (default: /etc/fail2ban)
#   -y      write over files that differ without asking; a backup of each is kept
#   -n      only run the checks with the packed files; put nothing in place
#   -f      put the files in place even where fail2ban-client -t fails before that
set -u
umask 022
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
name=${shellWord(name)}
conf=/etc/fail2ban
yes=no
only_check=no
force=no
while getopts c:ynf option; do
  case $option in
    c) conf=$OPTARG ;;
    y) yes=yes ;;
    n) only_check=yes ;;
    f) force=yes ;;
    *) exit 2 ;;
  esac
done
if ! command -v fail2ban-regex >/dev/null 2>&1; then
  echo 'fail2ban-regex is not here: install fail2ban first' >&2
  exit 2
fi
work=$(mktemp -d "\${TMPDIR:-/tmp}/fail2ban-pack.XXXXXX") || exit 2
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT TERM
: >"$work/added"
: >"$work/replaced"
stamp=$(date +%Y%m%d%H%M%S)

# check DIR: each log of the pack with the filter of a configuration folder; the ids that fail2ban finds are to be those that it found before.
check() {
  result=0
  checked=no
  for log in "$here"/checks/*.log; do
    [ -f "$log" ] || continue
    checked=yes
    base=\${log%.log}
    options=$(cat -- "$base.options")
    # From within the folder: fail2ban-regex takes a path with blanks or quotes for a regex.
    (cd -- "$1" && exec fail2ban-regex -e UTF-8 --raw -o id -c . "$log" "${checkedFilter('$name')}$options") >"$work/ids" 2>"$work/errors"
    if cmp -s "$base.ids" "$work/ids"; then
      printf '  holds: %s%s, %s ids\\n' "$name" "$options" "$(grep -c '' "$base.ids")"
    else
      result=1
      printf '  DIFFERS: %s%s (< expected, > found here)\\n' "$name" "$options"
      diff "$base.ids" "$work/ids" | sed -n '1,20p'
      sed -n '1,5p' "$work/errors"
    fi
  done
  [ "$checked" = yes ] || echo '  nothing is compared: the pack holds no checks'
  return $result
}

# ask QUESTION
ask() {
  [ "$yes" = yes ] && return 0
  [ -t 0 ] || return 1
  printf '%s [y/N] ' "$1"
  read -r answer || return 1
  case $answer in y | Y | yes) return 0 ;; *) return 1 ;; esac
}

# place FILE: from the pack to the same place of the configuration folder.
place() {
  from=$here/$1
  to=$conf/$1
  if [ -f "$to" ] && cmp -s "$from" "$to"; then
    printf '  is there already: %s\\n' "$1"
    return 0
  fi
  if [ -e "$to" ]; then
    if ! ask "$to is there and differs. Put the packed one in its place?"; then
      printf '  left as it is: %s (-y writes over it)\\n' "$1"
      return 0
    fi
    cp -p -- "$to" "$to.before-$stamp" || return 1
    printf '%s\\n' "$1" >>"$work/replaced"
    printf '  put in place: %s (backup: %s)\\n' "$1" "$1.before-$stamp"
  else
    mkdir -p -- "$(dirname -- "$to")" || return 1
    printf '%s\\n' "$1" >>"$work/added"
    printf '  put in place: %s\\n' "$1"
  fi
  cp -- "$from" "$to"
}

# take_back: as it was before.
take_back() {
  while IFS= read -r file; do rm -f -- "$conf/$file"; done <"$work/added"
  while IFS= read -r file; do mv -f -- "$conf/$file.before-$stamp" "$conf/$file"; done <"$work/replaced"
  echo 'Everything was taken back.' >&2
  exit 1
}

echo 'The packed files by themselves:'
if ! check "$here"; then
  echo 'This fail2ban finds something else than the one where the filter was packed: nothing was put in place.' >&2
  exit 1
fi
[ "$only_check" = yes ] && exit 0
if [ ! -d "$conf" ]; then
  printf '%s is no folder: name the configuration folder with -c\\n' "$conf" >&2
  exit 2
fi
# A configuration that does not start without the packed files says nothing of them.
starts=unknown
if command -v fail2ban-client >/dev/null 2>&1; then
  starts=yes
  if ! fail2ban-client -c "$conf" -t >"$work/test" 2>&1; then
    starts=no
    printf 'fail2ban-client -t fails in %s without the packed files:\\n' "$conf" >&2
    grep -v WARNING "$work/test" | sed 's/^/  /' >&2
    if [ "$force" = no ]; then
      echo 'Mend that first, or let -f put the files in place all the same. Nothing was put in place.' >&2
      exit 1
    fi
  fi
fi
printf 'Files, into %s:\\n' "$conf"
${files.map((file) => `place ${shellWord(file)} || take_back\n`).join('')}echo 'In place:'
check "$conf" || take_back
case $starts in
  yes) fail2ban-client -c "$conf" -t || take_back ;;
  no)
    echo 'In place, as -f asks. fail2ban-client -t is not asked again: mend what it told, then ask it.'
    exit 0
    ;;
  *) echo 'fail2ban-client is not here: nobody asked whether the server starts.' ;;
esac
echo 'Done. fail2ban-client reload makes the server read it.'
`;
}
