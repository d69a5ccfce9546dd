/** What a machine tells about itself, one line of its console each. */
export type Told = Map<string, unknown>;

/** Before each line that is not just the console's. */
export const mark = 'nestwork-told ';
