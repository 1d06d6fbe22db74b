import type { StatusShape } from "./StatusIcon";

const SHAPES = {
  done: "pass",
  warning: "warn",
  error: "fail",
  blocked: "blocked",
  unknown: "unknown",
  todo: "todo",
} as const satisfies Record<string, StatusShape>;

export function stepShape(status: keyof typeof SHAPES): StatusShape {
  return SHAPES[status];
}
