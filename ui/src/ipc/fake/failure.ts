import type { AppError } from "../bindings";

export function failure(error: Partial<AppError>): AppError {
  return {
    code: "test.failure",
    side: "onramp",
    message: "Something did not work.",
    nextAction: "Try again.",
    details: [],
    exchange: null,
    ...error,
  };
}
