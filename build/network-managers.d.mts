export function networkManager(): { layer: string; why?: undefined } | { layer?: undefined; why: string };
export function systemdNetworkd(): { program: string; why?: undefined } | { program?: undefined; why: string };
