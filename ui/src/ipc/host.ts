import { Channel } from "@tauri-apps/api/core";

/** What a command tells its progress through. The bindings take one, and make none. */
export function channel<Message>(onMessage: (message: Message) => void): Channel<Message> {
  const made = new Channel<Message>();
  made.onmessage = onMessage;
  return made;
}
