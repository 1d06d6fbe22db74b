/** The parts of an exchange that are shown; the kit knows no IPC types. */
export type ExchangeLike = {
  purpose: string;
  request: { method: string; url: string; headers: { name: string; value: string }[]; body: unknown };
  response: { status: number; headers: { name: string; value: string }[]; body: unknown } | null;
  failure: string | null;
  millis: number;
};

/** The path below the service's base, as short as it says enough: `/Users?filter=userName eq "x"`. */
export function shortPath(url: string): string {
  const path = /^[a-z]+:\/\/[^/]*(.*)$/i.exec(url)?.[1] ?? url;
  const below = /\/(Users|Groups|ServiceProviderConfig|Schemas|ResourceTypes)([/?].*)?$/.exec(path);
  return decode(below ? below[0] : path || "/");
}

function decode(path: string) {
  try {
    return decodeURIComponent(path.replaceAll("+", " "));
  } catch {
    return path;
  }
}
