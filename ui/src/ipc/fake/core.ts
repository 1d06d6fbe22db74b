import { fakeHost } from "./host";

/** The desktop host's `invoke`, answered by the fixtures. */
export async function invoke(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
  return fakeHost.answer(command, args);
}

/** Bindings may import it; the fixtures stream nothing. */
export class Channel<T> {
  onmessage: (message: T) => void = () => undefined;
}
