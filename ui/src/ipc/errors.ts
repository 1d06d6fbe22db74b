import type { AppError } from "./bindings";

/** A refusal or failure that the core put into words. Everything else that is thrown is a fault of the window. */
export class AppFailure extends Error {
  readonly detail: AppError;

  constructor(detail: AppError) {
    super(detail.message);
    this.name = "AppFailure";
    this.detail = detail;
  }
}

/** Whatever was thrown, as the one shape the error card shows. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.detail;
  return {
    code: "onramp.unexpected",
    side: "onramp",
    message: "Onramp could not finish this.",
    nextAction:
      "Try it again. If it happens again, close the window and open it once more: your place is kept.",
    details: [thrown instanceof Error ? thrown.message : String(thrown)],
    exchange: null,
  };
}
