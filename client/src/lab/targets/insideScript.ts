/**
 * What runs inside a watched container. It needs `sh` and the usual small programs alone, as images of HAProxy have no
 * more; for HAProxy's runtime socket it takes whatever is there that can talk to one. Output: blocks of text between lines
 * `@ NAME` and `@ end`.
 */

/** Perl, which Debian's images have; python3; each takes the socket and the command. */
const PERL =
  'use IO::Socket; my ($to, $line) = @ARGV; ' +
  'my $s = $to =~ m{^/} ? IO::Socket::UNIX->new(Peer => $to) : IO::Socket::INET->new(PeerAddr => $to); ' +
  '$s or die "$to: $!\\n"; print $s "$line\\n"; print while <$s>;';
const PYTHON =
  'import socket,sys; to,line=sys.argv[1:3]; ' +
  's=socket.socket(socket.AF_UNIX if to[0]=="/" else socket.AF_INET); s.settimeout(5); ' +
  's.connect(to if to[0]=="/" else (to.rsplit(":",1)[0],int(to.rsplit(":",1)[1]))); s.sendall((line+"\\n").encode()); ' +
  '[sys.stdout.write(d.decode("utf-8","replace")) for d in iter(lambda: s.recv(65536), b"")]';

const SCRIPT = String.raw`
has() { command -v "$1" >/dev/null 2>&1; }
block() { printf '@ %s\n' "$1"; cat; printf '\n@ end\n'; }
# Ids of the processes of that name, oldest first.
pids() {
  for dir in /proc/[0-9]*; do
    read -r name <"$dir/comm" 2>/dev/null && [ "$name" = "$1" ] && basename "$dir"
  done | sort -n
}
# The configuration files that a HAProxy was started with.
configurations() {
  cwd=/proc/$1/cwd
  tr '\0' '\n' <"/proc/$1/cmdline" | {
    take=
    while IFS= read -r word; do
      if [ -n "$take" ]; then
        case $word in /*) file=$word ;; *) file=$cwd/$word ;; esac
        if [ -d "$file" ]; then ls "$file"/*.cfg 2>/dev/null; else echo "$file"; fi
        take=
      elif [ "$word" = -f ]; then take=1; fi
    done
  }
}
# Where its runtime sockets are, as the configuration says: a path, or host:port.
sockets() {
  for pid in $(pids haproxy); do
    configurations "$pid" | while IFS= read -r file; do
      sed -n 's/^[[:space:]]*stats[[:space:]]\{1,\}socket[[:space:]]\{1,\}\([^[:space:]]*\).*/\1/p' "$file" 2>/dev/null
    done
  done | sed 's/^unix@//; s/^uxst@//; s/^ipv4@//; s/^tcp4@//; s/^\*:/127.0.0.1:/; s/^0\.0\.0\.0:/127.0.0.1:/; s/^:/127.0.0.1:/' \
    | tr -d '"' | grep -v '[@$]' | sort -u
}
# ask SOCKET COMMAND
ask() {
  if has socat; then
    case $1 in /*) to=UNIX-CONNECT:$1 ;; *) to=TCP:$1 ;; esac
    printf '%s\n' "$2" | socat -t 5 - "$to"
  elif has perl; then perl -e "$PERL" "$1" "$2"
  elif has python3; then python3 -c "$PYTHON" "$1" "$2"
  else
    case $1 in
      /*) nc -h 2>&1 | grep -q -e '-U' || return 3; printf '%s\n' "$2" | nc -U "$1" ;;
      *) has nc || return 3; printf '%s\n' "$2" | nc $(printf '%s' "$1" | sed 's/:\([0-9]*\)$/ \1/') ;;
    esac
  fi
}
haproxy() {
  [ -n "$(pids haproxy)" ] || { echo down | block haproxy; return; }
  all=$(sockets)
  [ -n "$all" ] || { echo no-socket | block haproxy; return; }
  words=
  for socket in $all; do
    answer=$(ask "$socket" "$1" 2>&1); status=$?
    if [ $status = 3 ]; then echo no-tool | block haproxy; return; fi
    if [ $status = 0 ]; then
      case $answer in *'Permission denied'*) words=$answer ;; *) printf '%s\n' "$answer" | block haproxy-answer; return ;; esac
    else words=$answer; fi
  done
  printf 'refused %s\n' "$words" | block haproxy
}
keepalived_state() {
  parent=$(pids keepalived | head -n 1)
  [ -n "$parent" ] || { echo down | block keepalived; return; }
  signal=$(keepalived --signum=JSON 2>/dev/null)
  case $signal in '' | *[!0-9]*) echo no-json | block keepalived; return ;; esac
  dump=/tmp/keepalived.json
  # It writes a new file and renames it: another inode is a whole dump.
  before=$(ls -i "$dump" 2>/dev/null)
  kill -"$signal" "$parent" 2>/dev/null || { echo no-right | block keepalived; return; }
  for try in 1 2 3 4 5 6 7 8 9 10; do [ "$(ls -i "$dump" 2>/dev/null)" = "$before" ] || break; sleep 0.1 2>/dev/null || sleep 1; done
  [ -s "$dump" ] && [ "$(ls -i "$dump")" != "$before" ] || { echo no-dump | block keepalived; return; }
  # No password leaves the container.
  sed 's/\("auth_data"[[:space:]]*:[[:space:]]*\)"[^"]*"/\1""/g' "$dump" | block keepalived-dump
  [ -n "$before" ] || rm -f "$dump"
}
addresses() {
  if has ip; then ip -4 -o addr show up 2>/dev/null | sed -n 's/.* inet \([0-9.]*\).*/\1/p'
  else sed -n '/32 host LOCAL/{x;s/.*-- //p;d;};x' /proc/net/fib_trie 2>/dev/null | sort -u; fi
}
case $1 in
  watch)
    # Rounds are counted so that nothing stays behind, should the end of the input never arrive here.
    (
      round=0
      while [ $round -lt 600 ]; do
        round=$((round + 1))
        haproxy "$2"; keepalived_state; addresses | block addresses
        sleep 1.5 2>/dev/null || sleep 2
      done
    ) &
    loop=$!
    cat >/dev/null
    kill $loop 2>/dev/null
    ;;
  ask) haproxy "$2" ;;
esac
`;

/** The command line of an exec: `watch QUESTION` or `ask COMMAND`. */
export function insideCommand(action: 'watch' | 'ask', line: string): string[] {
  const programs = `PERL='${PERL}'\nPYTHON='${PYTHON}'\n`;
  return ['sh', '-c', programs + SCRIPT, 'sh', action, line];
}
