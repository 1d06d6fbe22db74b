//! The client against loopback sockets that behave and misbehave.

#[cfg(test)]
mod exchange;
