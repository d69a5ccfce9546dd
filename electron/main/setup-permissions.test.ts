import { expect, it } from 'vitest';
import { setupPermissions } from './setup-permissions';
import type { PermissionSession } from './setup-permissions';

it('a page may fill the screen, and nothing else', () => {
  let ask: Parameters<PermissionSession['setPermissionRequestHandler']>[0] = null;
  let check: Parameters<PermissionSession['setPermissionCheckHandler']>[0] = null;
  const nothing = (): void => undefined;
  setupPermissions({
    setPermissionRequestHandler: (handler) => (ask = handler),
    setPermissionCheckHandler: (handler) => (check = handler),
    setDevicePermissionHandler: nothing,
    setDisplayMediaRequestHandler: nothing,
    setSpellCheckerEnabled: nothing,
    on: nothing,
  });
  const granted = (permission: string): boolean => {
    let answer = false;
    ask!(undefined as never, permission as never, (one) => (answer = one), undefined as never);
    return answer;
  };
  expect(granted('fullscreen')).toBe(true);
  for (const one of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'pointerLock', 'keyboardLock'])
    expect([one, granted(one)]).toEqual([one, false]);
  expect(check!(null, 'fullscreen', '', undefined as never)).toBe(false);
});
