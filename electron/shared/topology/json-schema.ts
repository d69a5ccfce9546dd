/** The JSON Schema of a topology file (draft 2020-12), for editors and other programs. `docs/topology.schema.json` is this, written out. */
import { z } from 'zod';
import { topologySchema } from './schema';

export function topologyJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(topologySchema, { io: 'input' }) as Record<string, unknown>;
  return {
    $schema,
    $id: 'https://nestwork.example.org/topology.schema.json',
    title: 'Nestwork topology',
    description: 'A lab as drawn (*.nestwork.json). An absent optional key means "automatic". Unknown keys are kept.',
    ...rest,
  };
}

/** The text of the file. */
export const topologyJsonSchemaText = (): string => `${JSON.stringify(topologyJsonSchema(), undefined, 2)}\n`;
