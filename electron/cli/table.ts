/** All commands. Light: what they do is read when one of them runs. */
import { application } from './table/application';
import { edge } from './table/edge';
import { devices } from './table/devices';
import { files } from './table/files';
import { labs } from './table/labs';
import type { Group } from './command';

export const groups: readonly Group[] = [labs, devices, edge, files, application];
