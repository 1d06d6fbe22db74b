import { fakeHost } from "./host";

/** The desktop host's `invoke`, answered by the fixtures. */
export async function invoke(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
  return fakeHost.answer(command, args);
}

/** A command's stream. Its handler is out of sight, as a host copies what it is given. */
export class Channel<T> {
  #handler: (message: T) => void = () => undefined;

  get onmessage() {
    return this.#handler;
  }

  set onmessage(handler: (message: T) => void) {
    this.#handler = handler;
  }

  send(message: T) {
    this.#handler(structuredClone(message));
  }
}
