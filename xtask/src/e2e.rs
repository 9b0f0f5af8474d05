//! `cargo xtask e2e`: a browser walks through the desk as its users would; `cargo xtask api`: a program asks the API
//! everything that its description allows.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::desk::Desk;

/// Where distributions put the browser.
const BROWSERS: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/// The program that makes up requests from the API's description.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Builds the program, installs what drives the browser, and walks.
///
/// # Errors
/// Where something is missing, with the remedy, or a journey fails.
pub(crate) fn run(root: &Path) -> Result<()> {
    let browser = match browser() {
        Some(browser) => browser,
        None => {
            install("chromium")?;
            browser().context("the browser was installed, and is not where browsers are")?
        }
    };
    if !has("npm") {
        install("npm")?;
    }
    let program = build(root)?;
    let folder = root.join("e2e");
    if !folder.join("node_modules/axe-core/axe.min.js").exists() {
        step(
            Command::new("npm").args(["install", "--no-audit", "--no-fund", "--no-package-lock"]).current_dir(&folder),
        )?;
    }
    let pictures = target(root).join("e2e");
    let mut walk = Command::new("node");
    walk.arg("run.mjs").arg(program).arg(root).arg(&pictures).arg(browser);
    step(walk.current_dir(&folder))?;
    println!("e2e: pictures of every page are in {}", pictures.display());
    Ok(())
}

/// Asks a demonstration's API by its own description, and looks for faults of the server and answers that do not fit.
///
/// # Errors
/// Where Python is missing, or an answer does not fit.
pub(crate) fn api(root: &Path) -> Result<()> {
    if !has("python3") {
        install("python3-venv")?;
    }
    let program = build(root)?;
    let folder = target(root).join("schemathesis");
    let tool = folder.join("bin/schemathesis");
    if !tool.exists() {
        step(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        step(Command::new(folder.join("bin/pip")).args(["install", "--quiet", SCHEMATHESIS]))?;
    }
    let desk = Desk::start(&program, None)?;
    let mut ask = Command::new(tool);
    ask.arg("run").arg(format!("http://{}/api/v1/openapi.json", desk.address)).args([
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
        // news never end
        "--exclude-path",
        "/api/v1/news",
        "--max-examples",
        "40",
        "--seed",
        "1",
        "--workers",
        "2",
    ]);
    step(ask.current_dir(&folder))
}

fn browser() -> Option<&'static str> {
    BROWSERS.into_iter().find(|path| Path::new(path).exists())
}

fn has(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// Installs a package of Debian's, where this is Debian and the user may.
fn install(package: &str) -> Result<()> {
    let remedy = || format!("install your distribution's package, `apt-get install {package}` on Debian");
    ensure!(has("apt-get"), "{package} is missing: {}", remedy());
    step(Command::new("apt-get").arg("update")).with_context(remedy)?;
    step(Command::new("apt-get").args(["install", "--yes", "--no-install-recommends", package])).with_context(remedy)
}

fn build(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    step(Command::new(cargo).args(["build", "-p", "rapporteur_cli"]).current_dir(root))?;
    Ok(target(root).join("debug/rapporteur"))
}

fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into)
}

fn step(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("starting {name}"))?;
    ensure!(status.success(), "{name} failed: {status}");
    Ok(())
}
