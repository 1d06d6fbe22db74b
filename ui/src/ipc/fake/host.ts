import { applyScenario } from "./scenarios";
import { World } from "./world";

type Args = Record<string, unknown>;
type Handler = (args: Args) => unknown;

/** A host of fixtures: canned answers, the calls it got, and any answer replaced for one test. */
class FakeHost {
  world = new World();
  calls: { command: string; args: Args }[] = [];
  #replaced = new Map<string, Handler>();

  constructor() {
    const scenario = new URLSearchParams(globalThis.location?.search).get("scenario");
    if (scenario) applyScenario(this.world, scenario);
  }

  reset(scenario?: string) {
    this.world = new World();
    this.calls = [];
    this.#replaced.clear();
    if (scenario) applyScenario(this.world, scenario);
  }

  /** Answers a command otherwise than the fixtures would. */
  replace(command: string, handler: Handler) {
    this.#replaced.set(command, handler);
  }

  restore(command: string) {
    this.#replaced.delete(command);
  }

  /** The arguments with which a command was called, in order. */
  argsOf(command: string): Args[] {
    return this.calls.filter((call) => call.command === command).map((call) => call.args);
  }

  answer(command: string, args: Args): unknown {
    this.calls.push({ command, args: structuredClone(args) });
    const handler = this.#replaced.get(command) ?? this.world.handlers[command];
    if (!handler) throw new Error(`no fixture for the command ${command}`);
    // What crosses a boundary is a copy.
    return structuredClone(handler(args));
  }
}

export const fakeHost = new FakeHost();
