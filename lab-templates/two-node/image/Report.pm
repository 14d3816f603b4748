package Report;
# What the watchers share: JSON lines on standard output when something changed, and the end when nobody listens.
# Only modules of perl-base, which every Debian and Ubuntu image has.
use strict;
use warnings;
use Time::HiRes qw(time clock_gettime CLOCK_MONOTONIC);

my %last;
my $heard = time;

# Milliseconds of a clock that all containers of a machine share, and that nobody sets.
sub now { return 1000 * clock_gettime(CLOCK_MONOTONIC) }

sub first_line {
  my ($file) = @_;
  open my $handle, '<', $file or die "$file: $!\n";
  chomp(my $line = <$handle> // '');
  return $line;
}

# A JSON string.
sub text {
  my ($value) = @_;
  $value =~ s/(["\\])/\\$1/g;
  $value =~ s/([\x00-\x1f\x7f-\xff])/sprintf '\\u%04x', ord $1/ge;
  return "\"$value\"";
}

sub list { return '[' . join(',', map { text($_) } @_) . ']' }

# Says {"about": about, "at": now, "value": value} if the value, itself JSON, is another than last time; where parts of it
# change by themselves, `essence` is what is compared.
sub changed {
  my ($about, $value, $essence) = @_;
  $essence //= $value;
  return if defined $last{$about} && $last{$about} eq $essence;
  $last{$about} = $essence;
  say_line($about, $value);
}

sub say_line {
  my ($about, $value) = @_;
  my $line = '{"about":' . text($about) . sprintf(',"at":%.3f', now()) . ",\"value\":$value}\n";
  exit 0 unless defined syswrite STDOUT, $line;
}

# The watcher outside sends a byte now and then. When it is gone, or its machine asleep, we must not stay behind.
sub lifeline {
  my ($readable) = @_;
  if ($readable) {
    my $got = sysread STDIN, my $bytes, 4096;
    exit 0 if !$got;
    $heard = time;
    say_line('alive', '1');
  }
  exit 0 if time - $heard > 30;
}

1;
