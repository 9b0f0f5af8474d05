//! Web pages and an API over a ledger.
//!
//! [`serve`] opens a ledger, listens on an address and answers until it is told to stop. Pages are made on the server
//! and need no script to be read. Reading takes one of several connections; all writing goes through one thread, so an
//! answer that says "kept" means that it is safe on the disk. Nothing is ever fetched from elsewhere.

mod accounts;
mod api;
mod assets;
mod cache;
mod chart;
mod demo;
mod desk;
mod fault;
mod guard;
mod limits;
mod overlay;
mod pages;
mod readers;
#[cfg(test)]
mod tests;
mod upload;
mod visitor;
mod words;
mod writer;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use rapporteur::Reader;
use rapporteur_ledger::{OpenError, StoreError, Timestamp};

pub use accounts::password;
pub use accounts::{Accounts, AccountsError, Role};
pub use demo::{DEMO_NOW, Demo};

use crate::desk::Desk;

/// The time, as the caller tells it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What to serve, and to whom.
#[derive(Clone)]
pub struct Options {
    /// The ledger's file; made where it is missing.
    pub ledger: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Whether everybody must log in; always so on an address that is not of this machine alone.
    pub requires_login: bool,
    /// The folder that is laid over the reader's world, where there is one: admins may change it.
    pub overlay: Option<PathBuf>,
    /// The most bytes of one upload.
    pub max_upload: usize,
    /// What reads new documents.
    pub reader: Reader<'static>,
    /// The time.
    pub clock: Clock,
    /// A line that every page shows at its top, such as that all is invented.
    pub notice: Option<String>,
}

/// Why the desk cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The ledger cannot be opened.
    #[error(transparent)]
    Ledger(#[from] OpenError),
    /// The ledger cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The accounts cannot be opened.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    /// Others could reach the desk, and there is nobody who may log in.
    #[error(
        "{listen} can be reached from other machines, and nobody has an account; \
         make one with `rapporteur account NAME --role admin`, or listen on 127.0.0.1"
    )]
    NoAccounts {
        /// The address.
        listen: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {listen}; name another address with --listen")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// The cause.
        source: std::io::Error,
    },
    /// The server broke off.
    #[error("the server broke off")]
    Broken(#[source] std::io::Error),
}

/// Serves until the process is told to stop; calls `ready` with the address once it listens.
///
/// # Errors
/// Where the ledger or the accounts cannot be opened, the address cannot be listened on, or others could reach it and
/// nobody has an account.
pub fn serve(options: Options, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Broken)?;
    let served = runtime.block_on(async {
        let listen = options.listen;
        let desk = Desk::open(options)?;
        let listener =
            tokio::net::TcpListener::bind(listen).await.map_err(|source| ServeError::Listen { listen, source })?;
        ready(listener.local_addr().map_err(ServeError::Broken)?);
        let service = router(desk).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await.map_err(ServeError::Broken)
    });
    // a stream of events may still be open
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    served
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {},
                _ = terminated.recv() => {},
            }
            return;
        }
    }
    let _ = interrupted.await;
}

/// Every page and every answer of the API.
pub(crate) fn router(desk: Arc<Desk>) -> axum::Router {
    use axum::middleware::from_fn_with_state;
    let kept = pages::read_routes().merge(api::read_routes());
    axum::Router::new()
        .merge(kept.route_layer(from_fn_with_state(Arc::clone(&desk), cache::answer)))
        .merge(pages::write_routes())
        .merge(api::write_routes())
        .merge(assets::routes())
        .fallback(pages::not_found)
        .layer(axum::extract::DefaultBodyLimit::max(desk.options.max_upload + (64 << 10)))
        .layer(from_fn_with_state(Arc::clone(&desk), guard::admit))
        .layer(from_fn_with_state(Arc::clone(&desk), guard::dress))
        .with_state(desk)
}
