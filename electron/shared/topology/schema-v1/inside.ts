/** What a node has inside beside its interfaces: settings of its kernel part, files of its own, commands, limits. */
import { z } from 'zod';
import { portSchema } from './names';

/**
 * A setting below /proc/sys/net of the node, as in sysctl(8): `net.ipv4.conf.eth0.rp_filter`. "/" stands for itself where a name has dots
 * (`net/ipv4/conf/eth0.10/forwarding`). Others are not the node's but the whole computer's.
 */
export const sysctlNameSchema = z
  .string()
  .max(200)
  .regex(
    /^net(\.[A-Za-z0-9_@:-]+)+$|^net(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.@:-]+)+$/,
    'Only settings of the network can be a device\'s own: "net." and the rest of the name, as sysctl(8) shows it.',
  );
/** One line. */
export const sysctlValueSchema = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\n\r\0]*$/, 'A value is one line.');

/** Bytes of text that one private file may have. */
export const fileContentLimit = 256 * 1024;
/** Characters of all private files of one node: they travel to it in one message. Not part of the schema: `validate` says it, and a running lab leaves them out. */
export const allFilesLimit = 1024 * 1024;

/** Absolute, without empty parts, "." and "..", not below what the kernel or the supervisor makes. */
export const filePathSchema = z
  .string()
  .max(1024)
  .regex(
    /^(?!\/(proc|sys|dev)(\/|$))(\/(?!\.{1,2}(\/|$))[^/\0\n]{1,255})+$/,
    'A file of a device has an absolute path without "." and "..", not below /proc, /sys or /dev.',
  );
/** Relative to the folder of the lab file, and staying below it. */
export const fileSourceSchema = z
  .string()
  .max(1024)
  .regex(
    /^(?!\/)((?!\.{1,2}(\/|$))[^/\0\n]{1,255}\/)*(?!\.{1,2}$)[^/\0\n]{1,255}$/,
    'A source lies in the folder of the lab file: a relative path without "." and "..".',
  );
/** A file that only this node sees, in place of the computer's own at that path. Exactly one of `content` and `source`. */
export const privateFileSchema = z
  .looseObject({
    path: filePathSchema,
    /** The text itself. */
    content: z.string().max(fileContentLimit).optional(),
    /** A file beside the lab file, read when the node is made. */
    source: fileSourceSchema.optional(),
    /** Octal permission bits. Absent: 644. */
    mode: z
      .string()
      .regex(/^0?[0-7]{3}$/, 'A mode is three octal digits, such as 644 or 755.')
      .optional(),
  })
  .refine(({ content, source }) => (content === undefined) !== (source === undefined), 'A file has either "content" or "source".');

/** What must be so before the next start-up command begins. */
export const startupUntilSchema = z.union([
  /** The command has ended with exit code 0. What an own string means. */
  z.literal('exit'),
  /** Nothing: it goes on in the background. */
  z.literal('start'),
  /** Something in the node listens on this TCP port. */
  z.looseObject({ listen: portSchema }),
  /** A file of the node is there. */
  z.looseObject({ file: filePathSchema }),
]);
/** What a shell can be given: no zero byte (execve(2)). */
export const commandTextSchema = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\0]*$/, 'A command has no zero bytes.');
export const commandNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\0]*$/, 'A name has no zero bytes.');
export const startupCommandSchema = z.union([
  commandTextSchema,
  z.looseObject({
    command: commandTextSchema,
    /** A word for lists and logs. Absent: the command's first word. */
    name: commandNameSchema.optional(),
    /** Absent: `exit`; with a `restart` that is not `never`: `start`. */
    until: startupUntilSchema.optional(),
    /** s, after which the next command starts all the same and this one counts as late. Absent: 30. */
    timeout: z.number().int().min(1).max(3600).optional(),
    /** When the supervisor starts it again after it has ended, at most once a second. Absent: `never`. */
    restart: z.enum(['never', 'on-failure', 'always']).optional(),
  }),
]);

/** Control group limits (cgroups(7), version 2); they take effect where the user has delegation. */
export const limitsSchema = z.looseObject({
  /** CPUs: 0.5 is half of one (cpu.max). */
  cpu: z.number().min(0.01).max(1024).optional(),
  /** Bytes (memory.max), and none of swap (memory.swap.max). */
  memory: z
    .number()
    .int()
    .min(4 * 1024 * 1024)
    .max(2 ** 50)
    .optional(),
  /** Processes and threads (pids.max). */
  pids: z.number().int().min(2).max(4194304).optional(),
});
