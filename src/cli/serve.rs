//! `samspil serve`: the laboratory in a browser.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use samspil::serve::{Page, Reach, ServeError, Settings, serve};
use samspil::words::{say, words};

use super::CommandResult;
use super::failure::Failure;
use super::terminal::Terminal;

/// Open the laboratory in a browser
///
/// Pages and simulations run on this machine; nothing is sent anywhere. Ctrl-C closes it.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil serve
          samspil serve --port 8080 --no-browser
          samspil serve --host 0.0.0.0     for a class in the same network")]
pub(crate) struct Options {
    /// Port to listen on; 0 is any free one
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// Address to listen on; any but this machine's own lets others in
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Where the scenarios are [default: `scenarios` where there is such a folder, else those that come with Samspil]
    #[arg(long, value_name = "FOLDER")]
    scenarios: Option<PathBuf>,
    /// Threads that simulate [default: one per core]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Do not open the browser
    #[arg(long)]
    no_browser: bool,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let settings = Settings {
        address: SocketAddr::new(options.host, options.port),
        scenarios: given_or_here(options.scenarios.as_deref(), "scenarios"),
        threads: options.threads.unwrap_or(0).into(),
    };
    let opened = |pages: &[Page]| {
        if pages.iter().any(|page| page.reach != Reach::ThisMachine) {
            terminal.note(&say!(
                "Everyone who can reach this machine can open it; there is no password."
            ));
        }
        terminal.note(&say!("The laboratory is open. Ctrl-C closes it."));
        // Whoever cannot read the answer opens the browser by hand.
        let _unread = Terminal::answer(&listed(pages));
        if !options.no_browser && open::that_detached(&pages[0].url).is_err() {
            terminal.note(&say!(
                "The browser cannot be opened from here; open the address above."
            ));
        }
    };
    serve(&settings, opened)?;
    Ok(())
}

/// The addresses, each with from where it is opened if there are several.
fn listed(pages: &[Page]) -> String {
    if let [page] = pages {
        return format!("{}\n", page.url);
    }
    let width = pages.iter().map(|page| page.url.len()).max().unwrap_or(0);
    let mut lines = String::new();
    for Page { url, reach } in pages {
        let from = match reach {
            Reach::ThisMachine => words!("on this machine"),
            Reach::Address => words!("from others in the network"),
            Reach::Name => words!("from others, where the network knows the name"),
        };
        writeln!(lines, "{url:width$}  {from}").expect("writing to a string cannot fail");
    }
    lines
}

/// The folder that is named, or else the one of this name in the current folder.
fn given_or_here(given: Option<&Path>, name: &str) -> Option<PathBuf> {
    let here = Path::new(name);
    given
        .or_else(|| here.is_dir().then_some(here))
        .map(Path::to_owned)
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Interrupted => Self::Interrupted(error.to_string()),
            error => Self::Other(error.into()),
        }
    }
}
