import { attributeMappings } from "../steps/attribute-mappings/Step";
import { connectEntra } from "../steps/connect-entra/Step";
import { connectRamp } from "../steps/connect-ramp/Step";
import { done } from "../steps/done/Step";
import { preview } from "../steps/preview/Step";
import { scopeStart } from "../steps/scope-start/Step";
import { start } from "../steps/start/Step";
import { testUser } from "../steps/test-user/Step";
import type { StepDefinition } from "./contract";

/** The wizard's steps in their order. The order stands here and in the core, nowhere else. */
export const STEPS: readonly StepDefinition[] = [
  start,
  connectRamp,
  connectEntra,
  attributeMappings,
  preview,
  testUser,
  scopeStart,
  done,
];
