//! Whether a request may be sent again, and after how long.
//!
//! | what came | GET, HEAD, PUT, DELETE | POST, PATCH |
//! |---|---|---|
//! | 429 or 503: the service says it did not act | again | again |
//! | no connection: nothing was sent | again | again |
//! | the answer was lost: closed, too late, or a gateway's 504 | once more | never |
//! | any other answer or failure | never | never |
//!
//! GET, HEAD, PUT and DELETE are idempotent (RFC 9110 §9.2.2): done twice they leave the service as done once. A second
//! DELETE may answer 404 for that reason. A POST whose answer was lost may have made the user, and a PATCH may have added
//! a value: Entra matches again instead, and so does the engine that asked.
//!
//! A `Retry-After` (RFC 9110 §10.2.3) is kept to. One that asks for more patience than the policy has ends the attempts:
//! the answer stands, with the header in its record. Without one, waits double from attempt to attempt, with jitter.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use reqwest::Method;

use crate::{ExchangeRecord, Exchanged, HttpClient, HttpError, HttpRequest, Phase};

/// How often and how long a request is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often it is sent at most, the first time included.
    pub attempts: u32,
    /// The longest wait between two attempts.
    pub longest_wait: Duration,
    /// Every attempt begins sooner than this after the first began. An attempt itself ends by the client's own limits.
    pub longest_in_all: Duration,
    /// The first wait where the service names none; each further one is twice as long.
    pub first_wait: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts, 30 s between two of them, the last within 60 s, half a second where no wait is named.
    fn default() -> Self {
        Self {
            attempts: 3,
            longest_wait: Duration::from_secs(30),
            longest_in_all: Duration::from_secs(60),
            first_wait: Duration::from_millis(500),
        }
    }
}

impl RetryPolicy {
    /// Everything is sent once.
    pub const NEVER: Self = Self {
        attempts: 1,
        longest_wait: Duration::ZERO,
        longest_in_all: Duration::ZERO,
        first_wait: Duration::ZERO,
    };
}

/// Tells the time, waits, and rolls dice: what a retry needs of the world.
pub trait Pace: fmt::Debug + Send + Sync {
    /// Now, to read a `Retry-After` that is a date.
    fn now(&self) -> SystemTime;
    /// Comes back after `time`.
    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
    /// A number from 0 up to 1, anew each time.
    fn jitter(&self) -> f64;
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemPace;

impl Pace for SystemPace {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(time))
    }

    fn jitter(&self) -> f64 {
        fastrand::f64()
    }
}

/// A request with all its attempts.
#[derive(Debug, Clone)]
pub struct Attempts {
    /// Those before the last one, in order, masked.
    pub earlier: Vec<ExchangeRecord>,
    /// The last one.
    pub last: Exchanged,
}

impl HttpClient {
    /// Sends one request, again where the policy allows it.
    pub async fn send_again(&self, request: HttpRequest, policy: &RetryPolicy, pace: &dyn Pace) -> Attempts {
        let mut earlier = Vec::new();
        let mut spent = Duration::ZERO;
        loop {
            let last = self.send(request.clone()).await;
            spent += Duration::from_millis(last.record.millis.into());
            let attempt = u32::try_from(earlier.len()).unwrap_or(u32::MAX).saturating_add(1);
            let Some(wait) = policy.wait_after(attempt, spent, &request.method, &last, pace) else {
                return Attempts { earlier, last };
            };
            tracing::debug!(purpose = request.purpose, attempt, ?wait, "the request is sent again");
            earlier.push(last.record);
            pace.wait(wait).await;
            spent += wait;
        }
    }
}

/// What a gateway answers in place of a service that did not (RFC 9110 §15.6.5).
const GATEWAY_TIMEOUT: u16 = 504;

/// One lost answer is bad luck; two are an answer.
const ATTEMPTS_AFTER_A_LOSS: u32 = 2;

impl RetryPolicy {
    /// How long to wait before the next attempt; `None` where there is none. `attempt` counts from 1 and has just ended,
    /// `spent` after the first one began.
    fn wait_after(
        &self,
        attempt: u32,
        spent: Duration,
        method: &Method,
        exchanged: &Exchanged,
        pace: &dyn Pace,
    ) -> Option<Duration> {
        let (attempts, named) = match &exchanged.result {
            Ok(response) if matches!(response.status, 429 | 503) => {
                (self.attempts, response.header("retry-after").and_then(|text| retry_after(text, pace.now())))
            }
            Ok(response) if response.status == GATEWAY_TIMEOUT && method.is_idempotent() => {
                (self.attempts.min(ATTEMPTS_AFTER_A_LOSS), None)
            }
            Ok(_) => return None,
            Err(error) if found_no_connection(error) => (self.attempts, None),
            Err(error) if lost_the_answer(error) && method.is_idempotent() => {
                (self.attempts.min(ATTEMPTS_AFTER_A_LOSS), None)
            }
            Err(_) => return None,
        };
        let wait = named.unwrap_or_else(|| self.backoff(attempt, pace.jitter()));
        let fits = attempt < attempts && wait <= self.longest_wait && spent + wait < self.longest_in_all;
        fits.then_some(wait)
    }

    /// Between half and all of the doubled wait, so that clients that failed together do not come back together.
    fn backoff(&self, attempt: u32, jitter: f64) -> Duration {
        let doubled = self.first_wait.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        let whole = doubled.min(self.longest_wait);
        whole.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
    }
}

/// No connection came about, for a reason that may pass. A refused certificate or a wrong setting does not pass.
fn found_no_connection(error: &HttpError) -> bool {
    match error {
        HttpError::Dns { .. } | HttpError::Connect { .. } | HttpError::Proxy { .. } => true,
        HttpError::Timeout { .. } => error.is_before_sending(),
        _ => false,
    }
}

/// The request may have arrived, and what came of it is not known.
fn lost_the_answer(error: &HttpError) -> bool {
    matches!(error, HttpError::Closed | HttpError::Timeout { phase: Phase::Answer | Phase::Body, .. })
}

/// Seconds or a date (RFC 9110 §10.2.3); a date that has passed is no wait. `None` for anything else.
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        // Sun, 06 Nov 1994 08:49:37 GMT, the RFC's own example.
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (text, seconds) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Sun, 06 Nov 1994 08:49:57 GMT", Some(20)),
            ("Sunday, 06-Nov-94 08:49:57 GMT", Some(20)),
            ("Sun Nov  6 08:49:57 1994", Some(20)),
            ("Sun, 06 Nov 1994 08:49:17 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(retry_after(text, now), seconds.map(Duration::from_secs), "{text:?}");
        }
    }

    #[test]
    fn the_backoff_doubles_within_its_bound() {
        let policy = RetryPolicy { longest_wait: Duration::from_secs(3), ..RetryPolicy::default() };
        for (attempt, jitter, millis) in
            [(1, 0.0, 250), (1, 1.0, 500), (2, 0.0, 500), (3, 1.0, 2000), (4, 1.0, 3000), (400, 0.0, 1500)]
        {
            assert_eq!(policy.backoff(attempt, jitter), Duration::from_millis(millis), "{attempt} {jitter}");
        }
    }
}
