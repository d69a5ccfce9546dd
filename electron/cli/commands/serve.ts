import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createHost } from '../../host/host';
import { serve as serveHost } from '../../serve/server';
import { exit } from '../command';
import type { Run } from '../command';
import { misused } from '../misuse';

export const run: Run = async ({ positionals, values }, { out, json, root }) => {
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    return misused(out, `"${String(values.port)}" is not a port from 0 to 65535.`);
  }
  const page = join(root, 'dist/renderer');
  const built = await access(join(page, 'index.html')).then(
    () => true,
    () => false,
  );
  if (!built) {
    out.error({
      code: 'no-page',
      message: `The page of Nestwork is not there (${page}).`,
      hint: 'In a checkout, build it with `npm run build`.',
    });
    return exit.failed;
  }
  const host = createHost({
    door: 'browser',
    root,
    unexpected: (what, cause) => out.progress(`${what}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`),
  });
  if (positionals[0] !== undefined) {
    const opened = await host.documents.openFile(resolve(positionals[0]));
    if (!opened.ok) return (out.error(opened.error), exit.failed);
    await host.remember(opened.value.path ?? positionals[0], opened.value.topology.name);
    if (values.run) await opened.value.lab.run();
  }
  const served = await serveHost({ port, page, connect: (transport) => host.connect(transport) });
  if (!served.ok) return (out.error(served.error), exit.failed);
  if (json) out.result(JSON.stringify({ address: served.value.address, port: served.value.port, pid: process.pid }));
  else out.result(`Nestwork is at ${served.value.address}`);
  out.progress('The address works once, in the browser that opens it first. Ctrl-C ends this.');

  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
  });
  out.progress('Ending …');
  if (values.end) await Promise.all(host.documents.all().map((document) => document.lab.stop()));
  await served.value.close();
  await host.close();
  return exit.ok;
};
