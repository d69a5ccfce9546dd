/** Refuses every permission but that to fill the screen, for the projector view: Electron grants them all by default. Copy and paste go through `setupConnection`. */
import type { Session } from 'electron';

export type PermissionSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
> & { on(event: 'will-download', listener: (event: { preventDefault(): void }) => void): unknown };

export function setupPermissions(session: PermissionSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'fullscreen'));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  // The spell checker would fetch dictionaries from a server.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}
