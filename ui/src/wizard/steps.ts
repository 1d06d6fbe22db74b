import { attributeMappings } from "../steps/attribute-mappings/Step";
import { connectRamp } from "../steps/connect-ramp/Step";
import { done } from "../steps/done/Step";
import { preview } from "../steps/preview/Step";
import { start } from "../steps/start/Step";
import { testUser } from "../steps/test-user/Step";
import type { StepDefinition } from "./contract";

/** The wizard's steps in their order. The order stands here and in the core, nowhere else. */
export const STEPS: readonly StepDefinition[] = [
  start,
  connectRamp,
  attributeMappings,
  preview,
  testUser,
  done,
];
