import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { topologyJsonSchema, topologyJsonSchemaText } from './json-schema';

it('is what docs/topology.schema.json says (`npx vitest run -u` writes it anew)', async () => {
  await expect(topologyJsonSchemaText()).toMatchFileSnapshot('../../../docs/topology.schema.json');
});

it('names every key of the labs that ship', () => {
  const schema = JSON.stringify(topologyJsonSchema());
  const labs = new URL('../../../labs/', import.meta.url);
  const keys = new Set<string>();
  for (const file of readdirSync(labs))
    JSON.parse(
      readFileSync(new URL(file, labs), 'utf8'),
      (key: string, value: unknown) => (key !== '' && !/^\d+$/.test(key) ? keys.add(key) : undefined, value),
    );
  expect(keys.size).toBeGreaterThan(10);
  for (const key of keys) expect(schema).toContain(`"${key}"`);
});
