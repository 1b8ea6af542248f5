//! Under which names this server is asked for: what a `Host` and an `Origin` mean, which of them are this server's own, and
//! the addresses at which others open its pages.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::words::words;

/// The port that a host without one means.
const PORT_USUAL: u16 = 80;

/// A host and a port in one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Authority {
    host: Host,
    port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    /// In lower case, without the dot that may end it.
    Name(String),
}

impl Authority {
    /// Reads `name`, `name:port` or `[address]:port`, and nothing else: no user, no path.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (host, rest) = if let Some(inner) = text.strip_prefix('[') {
            let (address, rest) = inner.split_once(']')?;
            let address = IpAddr::V6(address.parse().ok()?);
            (Host::Address(address.to_canonical()), rest)
        } else {
            let end = text.find(':').unwrap_or(text.len());
            (Host::read(&text[..end])?, &text[end..])
        };
        let port = match rest.strip_prefix(':') {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            None if rest.is_empty() => PORT_USUAL,
            _ => return None,
        };
        Some(Self { host, port })
    }

    /// Reads the origin of a page, `http://` and an authority.
    pub(super) fn of_origin(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        scheme
            .eq_ignore_ascii_case("http")
            .then(|| Self::read(rest))
            .flatten()
    }
}

impl Host {
    fn read(text: &str) -> Option<Self> {
        let text = text.strip_suffix('.').unwrap_or(text);
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Some(Self::Address(address.into()));
        }
        let is_name = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        text.split('.')
            .all(is_name)
            .then(|| Self::Name(text.to_ascii_lowercase()))
    }
}

/// The hosts that a server answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hosts {
    /// It listens on this machine alone: its own addresses and `localhost`.
    ThisMachine,
    /// It listens to others: any address, since no other site can be at an address of its own and be here, `localhost`, and
    /// these names.
    Network(Vec<String>),
}

impl Hosts {
    /// Those of a server that listens on an address of this machine.
    pub(super) fn of(address: IpAddr) -> Self {
        if address.to_canonical().is_loopback() {
            return Self::ThisMachine;
        }
        Self::Network(names(&gethostname::gethostname().to_string_lossy()))
    }

    /// Whether it answers to this one.
    pub(super) fn accept(&self, asked: &Authority) -> bool {
        match (&asked.host, self) {
            (Host::Address(address), Self::ThisMachine) => address.is_loopback(),
            (Host::Address(_), Self::Network(_)) => true,
            (Host::Name(name), Self::ThisMachine) => name == "localhost",
            (Host::Name(name), Self::Network(names)) => name == "localhost" || names.contains(name),
        }
    }
}

impl fmt::Display for Hosts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ThisMachine => formatter.write_str(&words!("localhost, 127.0.0.1 and [::1]")),
            Self::Network(names) => {
                formatter.write_str(&words!("the addresses of its machine, localhost"))?;
                names.iter().try_for_each(|name| write!(formatter, ", {name}"))
            }
        }
    }
}

/// The names of a machine: its host name, whole and without its domain, and the one it has in a network without a name server.
fn names(host_name: &str) -> Vec<String> {
    let Some(Host::Name(whole)) = Host::read(host_name) else {
        return Vec::new();
    };
    let short = whole.split('.').next().unwrap_or_default().to_owned();
    let local = format!("{short}.local");
    let mut names = vec![short];
    for name in [whole, local] {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.retain(|name| name != "localhost" && name != "localhost.local");
    names
}

/// An address at which pages are opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The address, as a browser takes it.
    pub url: String,
    /// From where.
    pub reach: Reach,
}

/// From where a page is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// From this machine alone.
    ThisMachine,
    /// From machines that reach this address.
    Address,
    /// From machines that know this machine by its name.
    Name,
}

/// Where the pages of a server that listens on `address` are opened; `interfaces` are the addresses of this machine.
pub(super) fn pages(address: SocketAddr, hosts: &Hosts, interfaces: &[IpAddr]) -> Vec<Page> {
    let page = |host: &str, reach| Page {
        url: format!("http://{host}:{}/", address.port()),
        reach,
    };
    let at = |ip: IpAddr| {
        let reach = if ip.to_canonical().is_loopback() {
            Reach::ThisMachine
        } else {
            Reach::Address
        };
        page(&written(ip), reach)
    };
    let mut pages = Vec::new();
    if address.ip().is_unspecified() {
        let own = |ip: &&IpAddr| ip.is_loopback();
        let first = interfaces.iter().filter(own).min_by_key(|ip| !ip.is_ipv4());
        pages.push(at(first.copied().unwrap_or(Ipv4Addr::LOCALHOST.into())));
        pages.extend(interfaces.iter().filter(|ip| opens(**ip)).map(|ip| at(*ip)));
    } else {
        pages.push(at(address.ip()));
    }
    if let Hosts::Network(names) = hosts {
        pages.extend(names.iter().map(|name| page(name, Reach::Name)));
    }
    pages
}

/// Whether others can open an address of an interface; a link-local one is no address without the name of the link.
const fn opens(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_link_local() && !ip.is_unspecified(),
        IpAddr::V6(ip) => !ip.is_loopback() && !ip.is_unicast_link_local() && !ip.is_unspecified(),
    }
}

fn written(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// The addresses of this machine at which a socket that is bound to `bound` can be reached.
pub(super) fn interfaces(bound: IpAddr, takes_both: bool) -> Vec<IpAddr> {
    // Where they cannot be asked for there are none to print, and the server goes on.
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    all.iter()
        .map(if_addrs::Interface::ip)
        .filter(|ip| takes_both || ip.is_ipv4() == bound.is_ipv4())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(hosts: &Hosts, text: &str) -> bool {
        Authority::read(text).is_some_and(|asked| hosts.accept(&asked))
    }

    #[test]
    fn alone_it_answers_to_this_machine_only() {
        for own in [
            "127.0.0.1:8080",
            "127.0.0.1.:8080",
            "localhost:8080",
            "localhost",
            "LocalHost:80",
            "LOCALHOST.",
            "[::1]:8080",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "127.8.8.8",
        ] {
            assert!(accepted(&Hosts::ThisMachine, own), "{own}");
        }
        for other in [
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "192.168.1.7",
            "[2001:db8::1]",
            "0.0.0.0",
            "",
            ".",
            "localhost..",
            "user@localhost",
            "user:secret@localhost:8080",
            "evil.example@127.0.0.1",
            "localhost:",
            "localhost:http",
            "localhost:+80",
            "localhost:80:80",
            "localhost:65536",
            "localhost/",
            "localhost#",
            "local host",
            " localhost",
            "::1",
            "[::1",
            "[::1]x",
            "[::1%25lo]",
            "[localhost]",
            "[127.0.0.1]",
            "localhost,localhost",
            "0x7f.1",
        ] {
            assert!(!accepted(&Hosts::ThisMachine, other), "{other}");
        }
    }

    #[test]
    fn with_others_it_answers_to_its_name_and_to_addresses() {
        let hosts = Hosts::Network(names("Laptop.example.org"));
        for own in [
            "laptop",
            "LAPTOP:7878",
            "laptop.local:7878",
            "laptop.example.org.",
            "192.168.1.7:80",
            "[2001:db8::1]:7878",
            "localhost:7878",
        ] {
            assert!(accepted(&hosts, own), "{own}");
        }
        for other in ["example.org", "laptop.evil.example", "other.local", "user@laptop"] {
            assert!(!accepted(&hosts, other), "{other}");
        }
        assert_eq!(
            hosts.to_string(),
            "the addresses of its machine, localhost, laptop, laptop.example.org, laptop.local"
        );
        assert_eq!(names("localhost"), Vec::<String>::new());
        assert_eq!(names("no name!"), Vec::<String>::new());
    }

    #[test]
    fn spellings_of_one_authority_are_equal() {
        let same = |one: &str, other: &str| Authority::read(one) == Authority::read(other);
        assert!(same("LOCALHOST", "localhost:80"));
        assert!(same("localhost.:80", "localhost"));
        assert!(same("[::ffff:10.0.0.1]:8080", "10.0.0.1:8080"));
        assert!(!same("localhost:8080", "localhost"));
        let origin = Authority::of_origin;
        assert_eq!(origin("HTTP://LocalHost:80"), Authority::read("localhost"));
        for foreign in [
            "null",
            "https://localhost",
            "http://localhost/",
            "http://user@localhost",
            "localhost",
        ] {
            assert_eq!(origin(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn printed_addresses_are_those_that_others_can_open() {
        let interfaces: Vec<IpAddr> = [
            "127.0.0.1",
            "192.168.1.7",
            "169.254.3.3",
            "::1",
            "fe80::1",
            "2001:db8::7",
        ]
        .map(|ip| ip.parse().unwrap())
        .into();
        let hosts = Hosts::Network(names("laptop"));
        let listed = |address: &str, hosts: &Hosts| -> Vec<String> {
            let pages = pages(address.parse().unwrap(), hosts, &interfaces);
            pages
                .iter()
                .map(|page| format!("{:?} {}", page.reach, page.url))
                .collect()
        };
        assert_eq!(
            listed("0.0.0.0:7878", &hosts),
            [
                "ThisMachine http://127.0.0.1:7878/",
                "Address http://192.168.1.7:7878/",
                "Address http://[2001:db8::7]:7878/",
                "Name http://laptop:7878/",
                "Name http://laptop.local:7878/",
            ]
        );
        let only_ipv6 = pages("[::]:7878".parse().unwrap(), &hosts, &interfaces[3..]);
        assert_eq!(only_ipv6[0].url, "http://[::1]:7878/");
        assert_eq!(
            listed("[::1]:80", &Hosts::ThisMachine),
            ["ThisMachine http://[::1]:80/"]
        );
        assert_eq!(
            listed("192.168.1.7:80", &hosts)[0],
            "Address http://192.168.1.7:80/"
        );
    }
}
