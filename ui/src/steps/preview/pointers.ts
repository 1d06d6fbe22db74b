const FILTERED = /^(\w+)\[(\w+) eq "([^"]*)"\]\.(\w+)$/;

/** JSON pointers in a SCIM body at which a target attribute's value stands; none where it isn't sent. */
export function pointersOf(target: string, body: unknown): string[] {
  if (!isObject(body)) return [];
  const filtered = FILTERED.exec(target);
  if (filtered) {
    const [, list = "", key = "", value = "", part = ""] = filtered;
    const items = body[list];
    if (!Array.isArray(items)) return [];
    const index = items.findIndex((item) => isObject(item) && item[key] === value);
    return index < 0 ? [] : [`/${list}/${index}/${part}`];
  }
  const extension = Object.keys(body).find((key) => key.startsWith("urn:") && target.startsWith(`${key}:`));
  const path = extension ? [extension, target.slice(extension.length + 1)] : target.split(".");
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), body);
  const last = path.at(-1) ?? "";
  return isObject(holder) && last in holder ? [`/${path.join("/")}`] : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
