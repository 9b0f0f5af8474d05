//! A desk that a chore serves, asks and ends.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A desk on a port of its own, which serves until it is dropped.
pub(crate) struct Desk {
    pub(crate) address: SocketAddr,
    pub(crate) child: Child,
}

impl Desk {
    /// Starts it over a ledger; without one, over the demonstration's.
    pub(crate) fn start(program: &Path, ledger: Option<&Path>) -> Result<Self> {
        let mut serve = Command::new(program);
        serve.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::null()).stderr(Stdio::piped());
        match ledger {
            Some(ledger) => serve.arg("--ledger").arg(ledger),
            None => serve.arg("--demo"),
        };
        let mut child = serve.spawn()?;
        let mut told = BufReader::new(child.stderr.take().context("the desk tells nothing")?);
        let mut line = String::new();
        while told.read_line(&mut line)? > 0 {
            let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
            if let Some(address) = address {
                let address = address.parse().with_context(|| format!("the desk's address in {line:?}"))?;
                return Ok(Self { address, child });
            }
        }
        bail!("the desk ended: {line}")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // it may have ended by itself
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
