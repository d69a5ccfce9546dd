/** The current topology schema. Older versions stay beside it; `migrate` leads from each to the next. */
export * from './schema-v1';
/** Value of the `nestwork` key in files that this version writes. */
export const currentVersion = 1;
