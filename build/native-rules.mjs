/**
 * Rules of native/src that a compiler cannot know: which functions may be called where (doors), and which file may see which (layers).
 * A file that is in no layer is a breach too: whoever adds one says where it belongs.
 */

const words = (text) => text.trim().split(/\s+/);

/** Functions and constants that only the named files may use. `by` empty: nobody. */
const doors = [
  {
    names: words('clone clone3 unshare setns SYS_clone SYS_clone3 SYS_unshare SYS_setns'),
    by: ['namespace'],
    why: 'only namespace.c makes and enters namespaces',
  },
  {
    names: words('fork vfork _Fork posix_spawn posix_spawnp SYS_fork SYS_vfork'),
    by: ['namespace', 'sandbox', 'process'],
    why: 'a process begins in namespace.c (sandbox.c: newuidmap and newgidmap; process.c: those of nestwork-root)',
  },
  {
    names:
      words(`setuid setgid seteuid setegid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups initgroups capset cap_set_proc
      SYS_setuid SYS_setgid SYS_setresuid SYS_setresgid SYS_setgroups SYS_capset keyctl SYS_keyctl seccomp SYS_seccomp setrlimit prlimit
      PR_SET_NO_NEW_PRIVS PR_CAPBSET_DROP PR_CAP_AMBIENT PR_SET_KEEPCAPS PR_SET_SECUREBITS PR_SET_SECCOMP PR_SET_DUMPABLE`),
    by: ['sandbox', 'privilege', 'system_calls'],
    why: 'only sandbox.c changes credentials and what surrounds a process (system_calls.c: what a lab may ask; privilege.c: of nestwork-root)',
  },
  {
    names: words(
      'mount umount umount2 pivot_root chroot fsopen fsmount move_mount open_tree mount_setattr SYS_pivot_root SYS_mount_setattr',
    ),
    by: words('mount mount_place mount_cover mount_binds mount_files mount_read_only named_network'),
    why: 'only mount.c and mount_*.c change what is mounted (named_network.c: names under /run/netns)',
  },
  {
    names: words('execl execle execlp execv execve execvp execvpe fexecve execveat SYS_execve SYS_execveat'),
    by: ['program', 'startup_process', 'sandbox', 'process'],
    why: 'programs are begun in program.c, startup_process.c and sandbox.c (process.c: by nestwork-root)',
  },
  { names: words('exit quick_exit atexit'), by: ['lab'], why: 'library code never exits: it returns a negative errno and an error' },
  {
    names: words('_exit _Exit SYS_exit_group'),
    by: words('namespace cloner_process group_watch node_inside node_init program sandbox startup_process process'),
    why: 'library code never exits; only a copy of the supervisor that is to become something else may',
  },
  { names: words('abort assert'), by: [], why: 'library code never exits: it returns a negative errno and an error' },
  {
    names: words('printf vprintf fprintf vfprintf dprintf vdprintf puts fputs putchar fwrite perror syslog vsyslog warn warnx'),
    by: ['lab', 'root', 'internet'],
    why: 'library code never logs: it fills an error, and the program says it',
  },
  {
    names: words('system popen gets strcpy strcat sprintf vsprintf strncpy strtok atoi atol alloca tmpnam mktemp'),
    by: [],
    why: 'no shell, and nothing that overruns, cuts in silence or cannot fail',
  },
  {
    names: words('pthread_create thrd_create'),
    by: ['removal'],
    why: 'the supervisor has one thread: umask, static buffers and functions that are not reentrant rely on it (those of removal.c do nothing but send one request)',
  },
];

/**
 * The layers, the lowest first: a file may include its own layer and those that it sees. `x.h` and `x.c` count as one file `x`, but for those that are
 * named with their ending.
 */
const layers = {
  base: {
    files: words('attribute error frame inside ip loop name operation outlet passing report scrollback trace util version'),
    sees: [],
  },
  /** Knows the kernel, and neither JSON nor the wire nor the lab. */
  kernel: {
    files:
      words(`netlink link address route bridge monitor removal observed observed_take observed_interface observed_address observed_route
      namespace cloner cloner_process control_group counters group_watch node_init mount mount_place mount_cover mount_binds mount_files mount_read_only process_stat sandbox setting setting_proc identity peer process guard privilege system_calls runtime started interface interface_settings interface_use holdings edge care dhcp_client caller
      named_network liveness receiver redirect`),
    sees: ['base'],
  },
  wire: {
    files: words(
      `protocol error_json text fields privileged validate validate_operation validate_node validate_link validate_network validate_inside kept observed_json`,
    ),
    sees: ['base', 'kernel'],
  },
  terminal: {
    files: words(
      'terminal terminal_request session session_output attachment command launch program program_task environment channel answer',
    ),
    sees: ['base', 'kernel', 'wire'],
  },
  /** events.h is here: what happens in the lab is told through it, whoever listens. */
  lab: {
    files:
      words(`lab.h events.h hosts node census node_end node_freeze node_group node_inside node_limits limit_watch node_setup node_view cable process_json restore saved settings statistics
      startup startup_command startup_json startup_process startup_wait joined`),
    sees: ['base', 'kernel', 'wire', 'terminal'],
  },
  apply: {
    files: words(`apply transaction operations dispatch requests leaving refusal rescue room subject undo
      apply_node apply_link apply_inside apply_interface apply_address apply_route`),
    sees: ['base', 'kernel', 'wire', 'terminal', 'lab'],
  },
  clients: {
    files: words('server connection events.c calls call_apply call_document call_lab call_observe call_live call_startup call_uplink'),
    sees: ['base', 'kernel', 'wire', 'terminal', 'lab', 'apply'],
  },
  /** nestwork-root: nothing of a lab. */
  root: { files: words('root root_server root_uplinks root_front uplink uplink_check journal rollback'), sees: ['base', 'kernel', 'wire'] },
  program: {
    files: words('lab.c supervisor internet internet_facts'),
    sees: ['base', 'kernel', 'wire', 'terminal', 'lab', 'apply', 'clients'],
  },
};

/** Headers that not all of the layers above may see: each operation sees the kernel's messages that it needs, and dispatch.c alone all operations. */
const narrow = [
  { headers: ['operations.h'], by: words('dispatch apply_node apply_link apply_inside apply_interface apply_address apply_route') },
  { headers: ['transaction.h'], by: layers.apply.files },
  { headers: ['link.h'], by: words('link cable node_setup apply_interface joined') },
  { headers: ['bridge.h'], by: words('bridge node_setup apply_node') },
  { headers: ['address.h'], by: words('address apply_address uplink') },
  { headers: ['route.h'], by: words('route apply_route uplink') },
  { headers: ['mount.h'], by: words('mount mount_files mount_read_only node_inside setting_proc supervisor') },
  { headers: ['mount_place.h'], by: words('mount mount_place mount_files') },
  { headers: ['mount_cover.h'], by: words('mount_place mount_cover mount_binds') },
  { headers: ['jansson.h'], by: ['wire', 'terminal', 'lab', 'clients'].flatMap((name) => layers[name].files) },
];

const bare = (file) => file.replace(/[.][ch]$/, '');
const among = (files, file) => files.includes(file) || files.includes(bare(file));
const layerOf = (file) => Object.keys(layers).find((name) => among(layers[name].files, file));

/** The code alone: comments, texts and names of system calls in a filter are blanks, lines stay where they are. */
export function codeOf(text) {
  return text.replace(/SCMP_SYS\(\w+\)|\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (found) =>
    found.replace(/[^\n]/g, ' '),
  );
}

/** The name itself, called or handed on, but no member of a structure, and not what `format(printf, …)` says of a function. */
const patterns = doors.map(({ names, by, why }) => ({ by, why, found: new RegExp(`(?<![\\w.]|->|format\\()(?:${names.join('|')})\\b`) }));

/** Sentences, one for each breach, of one file of native/src. `path` from the root of the repository. */
export function nativeBreaches(path, text) {
  const file = path.split('/').at(-1);
  const layer = layerOf(file);
  if (!layer) return [`${path}: build/native-rules.mjs names no layer for it.`];
  const wrong = [];
  codeOf(text)
    .split('\n')
    .forEach((line, index) => {
      for (const { by, why, found } of patterns) {
        const name = among(by, file) ? undefined : found.exec(line)?.[0];
        if (name) wrong.push(`${path}:${index + 1}: ${name}: ${why}.`);
      }
    });
  text.split('\n').forEach((line, index) => {
    const header = /^#include ["<]([\w/]+[.]h)[">]/.exec(line)?.[1];
    if (!header) return;
    const own = line.includes('"') ? layerOf(header) : layer;
    if (!own) wrong.push(`${path}:${index + 1}: ${header} is in no layer.`);
    else if (own !== layer && !layers[layer].sees.includes(own))
      wrong.push(`${path}:${index + 1}: ${layer} may not see ${own} (${header}).`);
    for (const { headers, by } of narrow)
      if (headers.includes(header) && !among(by, file)) wrong.push(`${path}:${index + 1}: only ${by.join(', ')} may see ${header}.`);
  });
  return wrong;
}
