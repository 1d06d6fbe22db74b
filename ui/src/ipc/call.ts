import type { AppError } from "./bindings";
import { AppFailure } from "./errors";

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: AppError };

/** Takes a command's answer apart: its data, or a thrown [`AppFailure`]. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const settled = await answer;
  if (settled.status === "ok") return settled.data;
  throw new AppFailure(settled.error);
}
