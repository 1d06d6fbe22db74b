//! How many requests a second the practice Ramp answers, beside SCIM services of others on the same computer, and what a
//! look-up costs in an account of 1,000 and of 200,000 users. Each service is a program of its own; the load comes from
//! this one.
//!
//! Arguments: `[FILTER] [--seconds N] [--users N]`.
// A benchmark prints its figures: that is its job.
#![allow(clippy::print_stdout)]

mod load;
mod requests;

use std::any::Any;
use std::net::SocketAddr;
use std::time::Duration;

use load::{Rate, Requests, Until};
use onramp_tests::ctl::Ctl;
use onramp_tests::foreign::{self, Foreign};
use onramp_tests::{Failure, Result};
use requests::{ById, Creates, Filtered, Place};

/// How many users there are when filtered GETs are measured: few, so that a service that looks through all of them for
/// each is measured at its best.
const FEW: u64 = 200;

/// Every figure is measured so many times, all services in turn, and the middle one counts: what else goes on in the
/// computer then meets all of them alike.
const ROUNDS: u32 = 15;

/// The small account that the large one is held against.
const SMALL: u64 = 1_000;

/// How many connections seed the large account.
const SEEDING: usize = 16;

const CREATES: &str = "users created per second";
const FILTERED: &str = "filtered GETs per second";
const LOOK_UPS: &str = "look-ups in a small and a large account";

fn main() -> Result<()> {
    let options = Options::of(std::env::args().skip(1))?;
    if options.wants(CREATES) || options.wants(FILTERED) {
        beside_others(&options)?;
    }
    if options.wants(LOOK_UPS) {
        look_ups(&options)?;
    }
    Ok(())
}

struct Options {
    filter: String,
    time: Duration,
    users: u64,
}

impl Options {
    fn of(arguments: impl Iterator<Item = String>) -> Result<Options> {
        let mut options = Options { filter: String::new(), time: Duration::from_secs(6), users: 200_000 };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let value = arguments.next().and_then(|value| value.parse().ok());
                value.ok_or_else(|| Failure::Unexpected(format!("{argument} takes a number")))
            };
            match argument.as_str() {
                "--seconds" => options.time = Duration::from_secs(number()?),
                "--users" => options.users = number()?,
                // What `cargo bench` itself passes.
                "--bench" => {}
                filter => filter.clone_into(&mut options.filter),
            }
        }
        Ok(options)
    }

    fn wants(&self, name: &str) -> bool {
        name.contains(&self.filter)
    }
}

/// A running service, and the number of the next user that it does not have.
struct Service {
    name: &'static str,
    address: SocketAddr,
    place: Place,
    next: u64,
    /// The program and its folder, which end with this.
    _running: Box<dyn Any>,
}

impl Service {
    fn practice() -> Result<Service> {
        let ctl = Ctl::new()?;
        let ramp =
            ctl.serve_practice(&["--default-location", "Lisbon", "--default-department", "Finance"])?;
        let (url, token) = (ramp.scim_url.clone(), ramp.token.clone());
        Service::at("practice Ramp", &url, &token, Box::new((ramp, ctl)))
    }

    fn foreign(name: &'static str, service: Foreign) -> Result<Service> {
        let url = service.url.clone();
        Service::at(name, &url, foreign::TOKEN, Box::new(service))
    }

    fn at(name: &'static str, url: &str, token: &str, running: Box<dyn Any>) -> Result<Service> {
        let no_url = || Failure::Unexpected(format!("{url} is no address"));
        let (host, base) =
            url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).ok_or_else(no_url)?;
        let place = Place { host: host.to_owned(), base: format!("/{base}"), token: token.to_owned() };
        let address = host.parse().map_err(|_| no_url())?;
        Ok(Service { name, address, place, next: 0, _running: running })
    }

    /// Makes users until there are `users`.
    fn fill(&mut self, users: u64, creates: &mut Creates) -> Result<Rate> {
        let count = users - self.next;
        let rate = load::run(self.address, SEEDING, self.next, Until::Count(count), creates)?;
        self.next = users;
        Ok(rate)
    }

    fn creates(&mut self, connections: usize, time: Duration) -> Result<f64> {
        let rate = load::run(
            self.address,
            connections,
            self.next,
            Until::Time(time),
            &mut Creates::new(&self.place),
        )?;
        // Those under way when the time was over may have been made as well.
        self.next += rate.answered + connections as u64;
        Ok(rate.per_second())
    }

    fn reads(&self, connections: usize, time: Duration, requests: &mut impl Requests) -> Result<f64> {
        Ok(load::run(self.address, connections, 0, Until::Time(time), requests)?.per_second())
    }
}

/// The practice Ramp beside the others: what is wanted of each ratio.
fn beside_others(options: &Options) -> Result<()> {
    let mut services = [
        Service::practice()?,
        Service::foreign("scim2-server", Foreign::scim2_server()?)?,
        Service::foreign("scimmy-routers", Foreign::scimmy()?)?,
    ];
    for service in &mut services {
        let mut creates = Creates::new(&service.place);
        service.fill(FEW, &mut creates)?;
    }
    for (name, wanted) in [(FILTERED, [50.0, 15.0]), (CREATES, [10.0, 5.0])] {
        if !options.wants(name) {
            continue;
        }
        for connections in [1, 16] {
            let mut rounds = Vec::new();
            for _ in 0..ROUNDS {
                let mut figures = [0.0; 3];
                for (service, figure) in services.iter_mut().zip(&mut figures) {
                    *figure = match name {
                        CREATES => service.creates(connections, options.time / ROUNDS)?,
                        _ => {
                            let mut requests = Filtered::new(&service.place, FEW);
                            service.reads(connections, options.time / ROUNDS, &mut requests)?
                        }
                    };
                }
                rounds.push(figures);
            }
            let of = |figure: &dyn Fn(&[f64; 3]) -> f64| middle(rounds.iter().map(figure).collect());
            let unit = if connections == 1 { "connection" } else { "connections" };
            println!("{name}, {connections} {unit}: {} {:.0}", services[0].name, of(&|round| round[0]));
            for (wanted, other) in wanted.into_iter().zip(1..) {
                println!(
                    "  / {} {:.0} = {:.1} (at least {wanted:.0} is wanted)",
                    services[other].name,
                    of(&|round| round[other]),
                    of(&|round| round[0] / round[other]),
                );
            }
        }
    }
    Ok(())
}

/// The figure that half of the others are above of. There is at least one.
fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// What one look-up takes by `userName` and by id, in a small account and in a large one.
fn look_ups(options: &Options) -> Result<()> {
    let mut practice = Service::practice()?;
    let mut creates = Creates::keeping_ids(&practice.place);
    practice.fill(SMALL, &mut creates)?;
    let small = look_up(&practice, creates.ids.as_deref().unwrap_or_default(), options.time)?;
    let seeding = practice.fill(options.users.max(SMALL), &mut creates)?;
    println!(
        "{LOOK_UPS}: {} users made, {:.0} a second over {SEEDING} connections",
        seeding.answered,
        seeding.per_second()
    );
    let large = look_up(&practice, creates.ids.as_deref().unwrap_or_default(), options.time)?;
    for ((by, small), (_, large)) in small.into_iter().zip(large) {
        println!(
            "  {by}: {large:.1?} with {} users / {small:.1?} with {SMALL} = {:.2} (at most 1.5 is wanted)",
            practice.next,
            large.as_secs_f64() / small.as_secs_f64()
        );
    }
    Ok(())
}

/// Time for one request over one connection: by `userName`, by id.
fn look_up(practice: &Service, ids: &[String], time: Duration) -> Result<[(&'static str, Duration); 2]> {
    let (mut by_name, mut by_id) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let names = &mut Filtered::new(&practice.place, practice.next);
        by_name.push(practice.reads(1, time / ROUNDS, names)?);
        by_id.push(practice.reads(1, time / ROUNDS, &mut ById::new(&practice.place, ids))?);
    }
    let [by_name, by_id] = [by_name, by_id].map(|figures| Duration::from_secs_f64(1.0 / middle(figures)));
    Ok([("by userName", by_name), ("by id", by_id)])
}
