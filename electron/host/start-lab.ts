/** Starts a lab's supervisor; by nestwork-root, and as the person, where they may not make namespaces: it runs exactly as otherwise (native/src/started.h). */
import { labDirectory } from '../helper/directory';
import { startedSchema } from '../helper/root-wire';
import { startSupervisor } from '../helper/supervisor';
import type { NestworkError } from '../shared/lab/error';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { Topology } from '../shared/topology/schema';
import type { LabPlace } from './lab-edge';
import { ifThereIsRoom } from './room';
import type { RootSession } from './root-session';

/**
 * What the kernel said when the supervisor was started without root, in words that offer the other way; as it was, where root could not help either: a limit of
 * namespaces (ENOSPC, namespaces(7)) holds for root, too.
 */
function forbidden(error: NestworkError): NestworkError {
  if (error.code !== 'not-permitted' || !['EPERM', 'EACCES'].includes(error.errno ?? '') || process.geteuid!() === 0) return error;
  return {
    code: 'namespaces-forbidden',
    message: 'This computer does not let ordinary users make the namespaces that a lab is made of; nestwork-root can make them for you.',
    hint: 'It needs your password once; the lab then runs as you, as always.',
    ...(error.errno !== undefined && { errno: error.errno }),
  };
}

/** Asks for the password if nestwork-root does not run yet. Resolves when the supervisor listens. */
async function startElevated(root: RootSession, lab: string): Promise<Result<{ pid: number }>> {
  // nestwork-root knows no environment.
  const [here, there] = [await labDirectory(lab), await labDirectory(lab, {})];
  if (!here.ok) return here;
  if (!there.ok) return there;
  if (here.value.directory !== there.value.directory)
    return fail({
      code: 'runtime-directory',
      sentence: 'elevated',
      message: `nestwork-root would start the lab in ${there.value.directory}, but XDG_RUNTIME_DIR says ${here.value.directory}.`,
      args: { path: there.value.directory, wanted: here.value.directory },
      hint: 'Start Nestwork without XDG_RUNTIME_DIR, or with that of your session.',
    });
  const client = await root.ready();
  if (!client.ok) return client;
  const started = await client.value.call('supervise', { lab });
  if (!started.ok) return started;
  const said = startedSchema.safeParse(started.value);
  return said.success
    ? ok({ pid: said.data.pid })
    : fail({
        code: 'start-failed',
        sentence: 'elevated',
        message: 'nestwork-root started the lab, but does not say how.',
        hint: 'Run the lab again.',
      });
}

/** @param elevated by nestwork-root. Code `namespaces-forbidden`: without it the kernel refuses */
export async function startLab(place: LabPlace, topology: Topology, elevated: boolean): Promise<Result<{ pid: number }>> {
  const { root, elevated: session, trace } = place;
  const started = await ifThereIsRoom<{ pid: number }>(topology, ({ id }) =>
    elevated ? startElevated(session, id) : startSupervisor(root, id, trace),
  );
  return started.ok || elevated ? started : fail(forbidden(started.error));
}
