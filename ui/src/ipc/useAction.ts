import { useState } from "react";
import type { AppError } from "./bindings";
import { toAppError } from "./errors";

/**
 * Runs a command that must leave no trace in a cache. A mutation keeps its variables and its data; where one of them is a
 * secret, this keeps only whether it runs and how it failed.
 */
export function useAction<Args extends unknown[]>(work: (...args: Args) => Promise<void>) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  /** The failure, or `null` when it went well. */
  async function run(...args: Args): Promise<AppError | null> {
    setPending(true);
    setError(null);
    try {
      await work(...args);
      return null;
    } catch (thrown) {
      const failure = toAppError(thrown);
      setError(failure);
      return failure;
    } finally {
      setPending(false);
    }
  }

  return { run, pending, error, dismiss: () => setError(null) };
}
