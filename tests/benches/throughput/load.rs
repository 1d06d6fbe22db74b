//! A lean source of load: prebuilt bytes over kept connections, one thread over all of them, and of each answer only what
//! has to be read. On a small computer that the service shares, what the source takes the service lacks. For the same
//! reason one connection alone is watched for a moment and then simply waited on.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use onramp_tests::{Failure, Result};

/// How long no answer may come before the service counts as stuck.
const STUCK: Duration = Duration::from_secs(30);

/// Of so many answers one is looked at as a whole; of the others only the head is.
const SAMPLE: u64 = 64;

/// What is sent, and what has to come back.
pub trait Requests {
    /// Writes the bytes of the request with this number.
    fn write(&mut self, number: u64, out: &mut Vec<u8>);

    /// The status of a good answer.
    fn status(&self) -> u16;

    /// Whether each answer's body is looked at, or a sample.
    fn wants_every_body(&self) -> bool {
        false
    }

    /// Looks at a body. An error tells what is wrong with it.
    fn look(&mut self, number: u64, body: &[u8]) -> Result<(), String>;
}

/// When it is enough.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// So much time has passed.
    Time(Duration),
    /// So many requests were answered.
    Count(u64),
}

/// What a run came to.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Requests answered.
    pub answered: u64,
    /// In this time.
    pub time: Duration,
}

impl Rate {
    /// Answers per second.
    pub fn per_second(self) -> f64 {
        self.answered as f64 / self.time.as_secs_f64()
    }
}

/// Sends requests from number `first` on over so many connections. Each connection waits for its answer before it sends
/// again, as every client does that provisions.
///
/// # Errors
/// [`Failure::Unexpected`] when an answer is not the one that is due, [`Failure::TimedOut`] when none comes.
pub fn run(
    address: SocketAddr,
    connections: usize,
    first: u64,
    until: Until,
    requests: &mut impl Requests,
) -> Result<Rate> {
    if connections == 1 {
        return run_alone(address, first, until, requests);
    }
    let mut poll = Poll::new().map_err(io("the load"))?;
    let mut events = Events::with_capacity(connections.max(16) * 2);
    let mut next = first;
    let mut lines = Vec::with_capacity(connections);
    for index in 0..connections {
        let mut line = Line::new(connect(address, Token(index), &poll)?);
        line.take(&mut next, until, first, requests);
        lines.push(line);
    }
    let begin = Instant::now();
    let mut answered = 0;
    loop {
        poll.poll(&mut events, Some(STUCK)).map_err(io("the load"))?;
        if events.is_empty() {
            let seen = format!("{answered} came before");
            return Err(Failure::TimedOut { what: "an answer".to_owned(), limit: STUCK, seen });
        }
        if let Until::Time(limit) = until
            && begin.elapsed() >= limit
        {
            return Ok(Rate { answered, time: begin.elapsed() });
        }
        for event in &events {
            let Some(line) = lines.get_mut(event.token().0) else { continue };
            while let Some(kept) = line.exchange(requests)? {
                if !kept {
                    line.stream = connect(address, event.token(), &poll)?;
                }
                answered += 1;
                if matches!(until, Until::Count(count) if answered == count) {
                    return Ok(Rate { answered, time: begin.elapsed() });
                }
                line.take(&mut next, until, first, requests);
            }
        }
    }
}

/// As [`run`], over one connection.
fn run_alone(address: SocketAddr, first: u64, until: Until, requests: &mut impl Requests) -> Result<Rate> {
    let open = || -> Result<Watched> {
        let stream = std::net::TcpStream::connect(address).map_err(io("a connection"))?;
        stream.set_nodelay(true).map_err(io("a connection"))?;
        stream.set_read_timeout(Some(STUCK)).map_err(io("a connection"))?;
        Ok(Watched(stream))
    };
    let mut line = Line::new(open()?);
    let mut next = first;
    let mut answered = 0;
    let begin = Instant::now();
    loop {
        line.take(&mut next, until, first, requests);
        let Some(kept) = line.exchange(requests)? else {
            let seen = format!("{answered} came before");
            return Err(Failure::TimedOut { what: "an answer".to_owned(), limit: STUCK, seen });
        };
        answered += 1;
        let enough = match until {
            Until::Time(limit) => begin.elapsed() >= limit,
            Until::Count(count) => answered == count,
        };
        if enough {
            return Ok(Rate { answered, time: begin.elapsed() });
        }
        if !kept {
            line.stream = open()?;
        }
    }
}

/// How long an answer is looked for before the thread goes to sleep. To wake it up takes longer than many an answer, and
/// would count as the service's time; a service that takes longer than this has the processor to itself meanwhile.
const WATCH: Duration = Duration::from_micros(500);

/// A connection whose answer is looked for before it is waited for.
struct Watched(std::net::TcpStream);

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let begin = Instant::now();
        while begin.elapsed() < WATCH {
            match rustix::net::recv(&self.0, &mut *buffer, rustix::net::RecvFlags::DONTWAIT) {
                Err(rustix::io::Errno::AGAIN) => std::hint::spin_loop(),
                Err(error) => return Err(error.into()),
                Ok((count, _)) => return Ok(count),
            }
        }
        self.0.read(buffer)
    }
}

impl Write for Watched {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.0.write(buffer)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// One connection with its request under way.
struct Line<S> {
    stream: S,
    /// The number of the request under way.
    number: u64,
    out: Vec<u8>,
    sent: usize,
    answer: Vec<u8>,
    /// Nothing more is to be sent on it.
    is_done: bool,
}

impl<S: Read + Write> Line<S> {
    fn new(stream: S) -> Self {
        let (out, answer) = (Vec::with_capacity(2048), Vec::with_capacity(16 * 1024));
        Self { stream, number: 0, out, sent: 0, answer, is_done: false }
    }

    /// Makes the next request the one under way, where there is one left.
    fn take(&mut self, next: &mut u64, until: Until, first: u64, requests: &mut impl Requests) {
        self.out.clear();
        self.sent = 0;
        self.answer.clear();
        self.is_done = matches!(until, Until::Count(count) if *next - first >= count);
        if !self.is_done {
            self.number = *next;
            *next += 1;
            requests.write(self.number, &mut self.out);
        }
    }

    /// Goes on as far as the stream lets it. When the answer is whole: whether the connection may be used again.
    fn exchange(&mut self, requests: &mut impl Requests) -> Result<Option<bool>> {
        if self.is_done {
            return Ok(None);
        }
        while self.sent < self.out.len() {
            match self.stream.write(&self.out[self.sent..]) {
                Ok(count) => self.sent += count,
                Err(error) if is_not_yet(&error) => return Ok(None),
                Err(error) => return Err(io("a request")(error)),
            }
        }
        let mut chunk = [0; 16 * 1024];
        loop {
            let is_closed = match self.stream.read(&mut chunk) {
                Ok(0) => true,
                Ok(count) => {
                    self.answer.extend_from_slice(&chunk[..count]);
                    false
                }
                Err(error) if is_not_yet(&error) => return Ok(None),
                Err(error) => return Err(io("an answer")(error)),
            };
            let Some(head) = Head::read(&self.answer)? else {
                if is_closed {
                    return Err(unexpected(
                        self.number,
                        "the connection was closed before an answer",
                        &self.answer,
                    ));
                }
                continue;
            };
            let end = head.body + head.length;
            if self.answer.len() < end {
                if is_closed {
                    return Err(unexpected(self.number, "the answer was cut off", &self.answer));
                }
                continue;
            }
            self.judge(&head, end, requests)?;
            return Ok(Some(head.is_kept));
        }
    }

    fn judge(&self, head: &Head, end: usize, requests: &mut impl Requests) -> Result<()> {
        if head.status != requests.status() {
            return Err(unexpected(self.number, "another status was due", &self.answer));
        }
        if requests.wants_every_body() || self.number.is_multiple_of(SAMPLE) {
            let body = &self.answer[head.body..end];
            requests.look(self.number, body).map_err(|why| unexpected(self.number, &why, &self.answer))?;
        }
        Ok(())
    }
}

/// What has to be known of an answer's head.
struct Head {
    status: u16,
    /// Where the body begins.
    body: usize,
    /// How long the body is.
    length: usize,
    /// The connection may be used again.
    is_kept: bool,
}

impl Head {
    /// Reads the head once all of it is there.
    fn read(answer: &[u8]) -> Result<Option<Head>> {
        let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
        let broken = || Failure::Unexpected(format!("no HTTP: {}", String::from_utf8_lossy(answer)));
        let text = std::str::from_utf8(&answer[..end]).map_err(|_| broken())?;
        let mut lines = text.split("\r\n");
        let first = lines.next().unwrap_or_default();
        let status = first.get(9..12).and_then(|digits| digits.parse().ok()).ok_or_else(broken)?;
        let mut head = Head { status, body: end + 4, length: 0, is_kept: first.starts_with("HTTP/1.1") };
        for line in lines {
            let (name, value) = line.split_once(':').ok_or_else(broken)?;
            if name.eq_ignore_ascii_case("content-length") {
                head.length = value.trim().parse().map_err(|_| broken())?;
            } else if name.eq_ignore_ascii_case("connection") {
                head.is_kept = !value.trim().eq_ignore_ascii_case("close");
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                return Err(Failure::Unexpected(format!("the load reads no {line}")));
            }
        }
        Ok(Some(head))
    }
}

fn connect(address: SocketAddr, token: Token, poll: &Poll) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address).map_err(io("a connection"))?;
    let interest = Interest::READABLE | Interest::WRITABLE;
    poll.registry().register(&mut stream, token, interest).map_err(io("a connection"))?;
    Ok(stream)
}

/// Not yet connected or nothing there yet: an event tells when.
fn is_not_yet(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected | ErrorKind::Interrupted)
}

fn io(what: &str) -> impl FnOnce(std::io::Error) -> Failure {
    let what = what.to_owned();
    move |error| Failure::Unexpected(format!("{what}: {error}"))
}

fn unexpected(number: u64, why: &str, answer: &[u8]) -> Failure {
    Failure::Unexpected(format!("request {number}: {why}: {}", String::from_utf8_lossy(answer)))
}
