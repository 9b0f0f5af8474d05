//! `cargo xtask e2e`: a browser walks through the desk as its users would.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

/// Where distributions put the browser.
const BROWSERS: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/// Builds the program, installs what drives the browser, and walks.
///
/// # Errors
/// Where something is missing, with the remedy, or a journey fails.
pub(crate) fn run(root: &Path) -> Result<()> {
    let Some(browser) = BROWSERS.iter().find(|path| Path::new(path).exists()) else {
        bail!("e2e needs Chromium: install your distribution's package, `apt-get install chromium` on Debian");
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    step(Command::new(cargo).args(["build", "-p", "rapporteur_cli"]).current_dir(root))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let folder = root.join("e2e");
    if !folder.join("node_modules/axe-core/axe.min.js").exists() {
        step(
            Command::new("npm").args(["install", "--no-audit", "--no-fund", "--no-package-lock"]).current_dir(&folder),
        )?;
    }
    let mut walk = Command::new("node");
    walk.arg("run.mjs").arg(target.join("debug/rapporteur")).arg(root).arg(target.join("e2e")).arg(browser);
    step(walk.current_dir(&folder))?;
    println!("e2e: pictures of every page are in {}", target.join("e2e").display());
    Ok(())
}

fn step(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("starting {name}: install it, for npm and node Node.js"))?;
    ensure!(status.success(), "{name} failed: {status}");
    Ok(())
}
