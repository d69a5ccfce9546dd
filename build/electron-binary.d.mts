export function electronBinary(env?: NodeJS.ProcessEnv): Promise<{ path: string; version: string } | { path?: undefined; why: string }>;
