import { topologyJsonSchemaText } from '../../shared/topology/json-schema';
import { exit } from '../command';
import type { Run } from '../command';

export const run: Run = (_given, { out }) => {
  out.raw(topologyJsonSchemaText());
  return Promise.resolve(exit.ok);
};
