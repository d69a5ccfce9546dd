/** S3: started with no arguments at all, without descriptors 0 to 2, with a huge or hostile environment: an exit code and a sentence, never a crash, nothing left. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { program } from '../kernel/lab';
import { Computer } from './computer';
import { rootProgram } from './root';

const runs = 200;
const seed = Number(process.env.NESTWORK_SEED ?? Date.now() % 1e9);
/** By execve(2) itself, so that the list of arguments may be empty. Prints `WAIT-STATUS` of each run, and what it said if that tells of a crash. */
const driver = `use POSIX (); my ($seed, $runs, @programs) = @ARGV; srand $seed; my $call = (POSIX::uname())[4] eq 'aarch64' ? 221 : 59;
sub pick { $_[int rand @_] } my %seen;
my @words = ('', '--', '-', '--version', '--lab', 'x', '--dir', '/nonexistent', '--placed', '--peer', '%s%n', '../..', "\\xff\\xfe", 'A' x 100000, 'copied', 'abcd', 'recover', "\\$(touch M)");
my @env = ('PKEXEC_UID=', 'PKEXEC_UID=-1', 'PKEXEC_UID=0x1', 'PKEXEC_UID=4294967295', 'PKEXEC_UID=61009', 'LD_PRELOAD=/nonexistent.so', 'GCONV_PATH=.', 'PATH=.', 'IFS=x', 'no equals sign', '=', 'X=' . ('B' x 120000), "Y=\\xff", 'ENV=\\$(touch M)');
for (1 .. $runs) {
  my $file = pick(@programs); my @argv = map { pick(@words) } 1 .. int rand 5; my @e = map { pick(@env) } 1 .. int rand 9; my @close = grep { rand() < .5 } 0 .. 2;
  pipe(my $r, my $w); my $pid = fork;
  if (!$pid) { close $r; open(STDERR, '>&', $w) unless grep { $_ == 2 } @close; open(STDOUT, '>', '/dev/null'); open(STDIN, '<', '/dev/null'); alarm 30; POSIX::close($_) for @close;
    my $a = pack('p' x @argv, @argv) . pack('Q', 0); my $v = pack('p' x @e, @e) . pack('Q', 0); syscall($call, $file, $a, $v); POSIX::_exit(99) }
  close $w; my $said = join '', <$r>; waitpid $pid, 0; my $bad = ($? & 127) || ($? >> 8) == 99 || $said =~ /Sanitizer|runtime error|unexpected/;
  print "BAD $file status $? (" . scalar(@argv) . " arguments, closed @close): $said\\n" if $bad; $seen{$? >> 8}++ }
print "codes " . join(' ', map { "$_:$seen{$_}" } sort keys %seen) . "\\n"`;

let computer: Computer;
beforeAll(async () => void (computer = await Computer.start({ dhcp: 'none' })));
afterAll(() => computer?.stop());

it(`${runs} hostile starts end with an exit code, and change nothing`, async () => {
  const before = await computer.quickSnapshot();
  const said = await computer.run('perl', '-e', driver, String(seed), String(runs), rootProgram, program);
  expect(said, `seed ${seed}`).not.toContain('BAD');
  expect(said).toMatch(/^codes .*\b1:\d+|\b2:\d+/);
  expect(await computer.quickSnapshot()).toBe(before);
  await expect(computer.sh(`test -e ${join('/', 'M')}`)).rejects.toThrow();
  console.log(`S3: ${runs} hostile starts of nestwork-root and nestwork-lab, exit ${said.trim()}`);
});
