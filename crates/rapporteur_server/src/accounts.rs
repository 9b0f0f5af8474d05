//! Who may log in: accounts, sessions and API tokens, in a file of their own beside the ledger.
//!
//! A ledger is copied and mailed; secrets are not. Passwords are kept as argon2id hashes, sessions and tokens as
//! SHA-256 hashes of random secrets.

mod error;
mod secrets;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rapporteur_ledger::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

pub use error::AccountsError;
pub(crate) use secrets::csrf_of;
pub use secrets::password;
use secrets::{digest, hash_password, is_password};

use crate::visitor::secret;

/// How long a session lasts.
const SESSION_MS: i64 = 12 * 3_600_000;

/// What a person may do; each may do what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Read.
    Reader,
    /// Decide on acts, follow items up, add documents.
    Reviewer,
    /// Make accounts, see the log.
    Admin,
}

impl Role {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Reviewer, Self::Admin];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Reviewer => "reviewer",
            Self::Admin => "admin",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

const LEAST_PASSWORD: usize = 12;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS account (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, made INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS session (
        hash BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE, ends INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS token (
        hash BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE, scope TEXT NOT NULL,
        label TEXT NOT NULL, made INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// An account as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// API tokens of theirs: label, scope, and the first digits of the hash.
    pub tokens: Vec<(String, Role, String)>,
}

/// The accounts of one ledger.
#[derive(Debug)]
pub struct Accounts {
    path: PathBuf,
    connection: Mutex<Connection>,
    /// A hash to compare with where there is no account, so that the time tells nothing.
    nobody: String,
}

impl Accounts {
    /// Where a ledger's accounts are.
    pub fn beside(ledger: &Path) -> PathBuf {
        let mut name: OsString = ledger.as_os_str().to_owned();
        name.push(".accounts");
        name.into()
    }

    /// Opens the file; made where it is missing, for the owner's eyes only.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn open(path: &Path) -> Result<Self, AccountsError> {
        let opened = Connection::open(path).and_then(|connection| {
            connection.busy_timeout(std::time::Duration::from_secs(10))?;
            connection.pragma_update(None, "foreign_keys", true)?;
            connection.pragma_update(None, "secure_delete", true)?;
            connection.execute_batch(SCHEMA)?;
            Ok(connection)
        });
        let connection = opened.map_err(|source| AccountsError::Store { path: path.to_owned(), source })?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // a file system without rights of its own has none to set
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        }
        let nobody = hash_password(&secret())?;
        Ok(Self { path: path.to_owned(), connection: Mutex::new(connection), nobody })
    }

    /// Makes an account, or sets the role and the password of one that is there, whose sessions then end.
    ///
    /// # Errors
    /// Where the name or the password will not do, or the file cannot be written.
    pub fn set(&self, name: &str, role: Role, password: &str, at: Timestamp) -> Result<(), AccountsError> {
        check_name(name)?;
        if password.chars().count() < LEAST_PASSWORD {
            return Err(AccountsError::Weak { least: LEAST_PASSWORD });
        }
        let hash = hash_password(password)?;
        self.guard_last_admin(name, Some(role))?;
        self.run(|connection| {
            connection.execute(
                "INSERT INTO account (name, role, password, made) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password",
                params![name, role.as_str(), hash, at.0],
            )?;
            connection.execute("DELETE FROM session WHERE account = ?1", [name])
        })?;
        Ok(())
    }

    /// Makes an account for a name that has none.
    ///
    /// # Errors
    /// As [`Accounts::set`], and where the name is taken.
    pub fn create(&self, name: &str, role: Role, password: &str, at: Timestamp) -> Result<(), AccountsError> {
        if self.role(name)?.is_some() {
            return Err(AccountsError::Taken { name: name.to_owned() });
        }
        self.set(name, role, password, at)
    }

    /// Takes an account away, with its sessions and tokens.
    ///
    /// # Errors
    /// Where nobody has that name, it is the last admin's, or the file cannot be written.
    pub fn remove(&self, name: &str) -> Result<(), AccountsError> {
        self.guard_last_admin(name, None)?;
        match self.run(|connection| connection.execute("DELETE FROM account WHERE name = ?1", [name]))? {
            0 => Err(AccountsError::Missing { name: name.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn list(&self) -> Result<Vec<Account>, AccountsError> {
        self.run(|connection| {
            let mut tokens = connection.prepare(
                "SELECT label, scope, hex(substr(hash, 1, 4)) FROM token WHERE account = ?1 ORDER BY made, label",
            )?;
            let mut accounts = connection.prepare("SELECT name, role FROM account ORDER BY name")?;
            let rows = accounts.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            let mut list = Vec::new();
            for row in rows {
                let (name, role) = row?;
                let tokens = tokens
                    .query_map([&name], |row| Ok((row.get(0)?, role_of(&row.get::<_, String>(1)?), row.get(2)?)))?
                    .collect::<Result<_, _>>()?;
                list.push(Account { name, role: role_of(&role), tokens });
            }
            Ok(list)
        })
    }

    pub(crate) fn has_admin(&self) -> Result<bool, AccountsError> {
        self.run(|c| c.query_row("SELECT EXISTS (SELECT 1 FROM account WHERE role = 'admin')", [], |row| row.get(0)))
    }

    /// Whether name and password belong together; takes as long where they do not.
    pub(crate) fn verify(&self, name: &str, password: &str) -> Result<Option<Role>, AccountsError> {
        let found: Option<(String, String)> = self.run(|connection| {
            connection
                .query_row("SELECT password, role FROM account WHERE name = ?1", [name], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()
        })?;
        let hash = found.as_ref().map_or(&self.nobody, |(hash, _)| hash);
        let is_right = is_password(password, hash)?;
        Ok(found.filter(|_| is_right).map(|(_, role)| role_of(&role)))
    }

    /// Begins a session; gives its secret.
    pub(crate) fn begin(&self, name: &str, at: Timestamp) -> Result<String, AccountsError> {
        let secret = secret();
        self.run(|connection| {
            connection.execute("DELETE FROM session WHERE ends < ?1", [at.0])?;
            connection.execute(
                "INSERT INTO session (hash, account, ends) VALUES (?1, ?2, ?3)",
                params![digest(&secret), name, at.0 + SESSION_MS],
            )
        })?;
        Ok(secret)
    }

    pub(crate) fn end(&self, secret: &str) -> Result<(), AccountsError> {
        self.run(|connection| connection.execute("DELETE FROM session WHERE hash = ?1", [digest(secret)]))?;
        Ok(())
    }

    /// Whose session it is.
    pub(crate) fn session(&self, secret: &str, at: Timestamp) -> Result<Option<(String, Role)>, AccountsError> {
        self.run(|connection| {
            connection
                .prepare_cached(
                    "SELECT a.name, a.role FROM session s JOIN account a ON a.name = s.account
                     WHERE s.hash = ?1 AND s.ends >= ?2",
                )?
                .query_row(params![digest(secret), at.0], |row| Ok((row.get(0)?, role_of(&row.get::<_, String>(1)?))))
                .optional()
        })
    }

    /// Makes an API token; gives its secret, which is not kept.
    pub(crate) fn issue(&self, name: &str, scope: Role, label: &str, at: Timestamp) -> Result<String, AccountsError> {
        if scope == Role::Admin {
            return Err(AccountsError::Scope { scope: scope.as_str().to_owned() });
        }
        if self.role(name)?.is_none() {
            return Err(AccountsError::Missing { name: name.to_owned() });
        }
        let label: String = label.chars().filter(|c| !c.is_control()).take(60).collect();
        let token = format!("rpt_{}", secret());
        self.run(|connection| {
            connection.execute(
                "INSERT INTO token (hash, account, scope, label, made) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![digest(&token), name, scope.as_str(), label, at.0],
            )
        })?;
        Ok(token)
    }

    /// Takes an API token back, by the first digits of its hash.
    pub(crate) fn revoke(&self, name: &str, head: &str) -> Result<(), AccountsError> {
        let n = self.run(|connection| {
            connection
                .execute("DELETE FROM token WHERE account = ?1 AND hex(substr(hash, 1, 4)) = ?2", params![name, head])
        })?;
        if n == 0 { Err(AccountsError::Missing { name: head.to_owned() }) } else { Ok(()) }
    }

    /// Whose token it is, and what both the token and the person may do.
    pub(crate) fn token(&self, token: &str) -> Result<Option<(String, Role)>, AccountsError> {
        self.run(|connection| {
            connection
                .prepare_cached(
                    "SELECT a.name, a.role, t.scope FROM token t JOIN account a ON a.name = t.account WHERE t.hash = ?1",
                )?
                .query_row([digest(token)], |row| {
                    let (role, scope): (String, String) = (row.get(1)?, row.get(2)?);
                    Ok((row.get(0)?, role_of(&role).min(role_of(&scope))))
                })
                .optional()
        })
    }

    fn role(&self, name: &str) -> Result<Option<Role>, AccountsError> {
        let role: Option<String> = self.run(|connection| {
            connection.query_row("SELECT role FROM account WHERE name = ?1", [name], |row| row.get(0)).optional()
        })?;
        Ok(role.map(|role| role_of(&role)))
    }

    fn guard_last_admin(&self, name: &str, role: Option<Role>) -> Result<(), AccountsError> {
        let is_admin = self.role(name)? == Some(Role::Admin);
        let n_admins: i64 = self.run(|connection| {
            connection.query_row("SELECT count(*) FROM account WHERE role = 'admin'", [], |row| row.get(0))
        })?;
        if is_admin && role != Some(Role::Admin) && n_admins == 1 { Err(AccountsError::LastAdmin) } else { Ok(()) }
    }

    fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, AccountsError> {
        let connection: MutexGuard<'_, Connection> = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection).map_err(|source| AccountsError::Store { path: self.path.clone(), source })
    }
}

/// The least role for a word that is none: a damaged file gives no rights.
fn role_of(word: &str) -> Role {
    Role::from_name(word).unwrap_or(Role::Reader)
}

fn check_name(name: &str) -> Result<(), AccountsError> {
    let fits = (1..=40).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    // the program's own entries in the log bear its name
    if fits && name != "rapporteur" { Ok(()) } else { Err(AccountsError::Name { name: name.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp(1_000_000);
    const PASSWORD: &str = "correct horse battery";

    fn accounts() -> (tempfile::TempDir, Accounts) {
        let dir = tempfile::tempdir().unwrap();
        let accounts = Accounts::open(&dir.path().join("x.accounts")).unwrap();
        accounts.set("ada", Role::Admin, PASSWORD, AT).unwrap();
        (dir, accounts)
    }

    #[test]
    fn passwords_are_hashed_and_checked() {
        let (_dir, accounts) = accounts();
        assert_eq!(accounts.verify("ada", PASSWORD).unwrap(), Some(Role::Admin));
        assert_eq!(accounts.verify("ada", "correct horse").unwrap(), None);
        assert_eq!(accounts.verify("nobody", PASSWORD).unwrap(), None);
        let kept: String = accounts.run(|c| c.query_row("SELECT password FROM account", [], |row| row.get(0))).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(accounts.set("bo", Role::Reader, "short", AT).is_err());
        for name in ["", "a b", "x\ny", "rapporteur", "../x"] {
            assert!(accounts.set(name, Role::Reader, PASSWORD, AT).is_err(), "{name:?}");
        }
    }

    #[test]
    fn sessions_end() {
        let (_dir, accounts) = accounts();
        let secret = accounts.begin("ada", AT).unwrap();
        assert!(accounts.session(&secret, AT).unwrap().is_some());
        assert!(accounts.session(&secret, Timestamp(AT.0 + SESSION_MS + 1)).unwrap().is_none());
        accounts.set("ada", Role::Admin, "another long password", AT).unwrap();
        assert!(accounts.session(&secret, AT).unwrap().is_none(), "a new password ends old sessions");
        let secret = accounts.begin("ada", AT).unwrap();
        accounts.end(&secret).unwrap();
        assert!(accounts.session(&secret, AT).unwrap().is_none());
    }

    #[test]
    fn tokens_may_no_more_than_scope_and_person() {
        let (_dir, accounts) = accounts();
        accounts.set("bo", Role::Reader, PASSWORD, AT).unwrap();
        let token = accounts.issue("bo", Role::Reviewer, "script", AT).unwrap();
        assert_eq!(accounts.token(&token).unwrap(), Some(("bo".to_owned(), Role::Reader)));
        assert!(accounts.issue("ada", Role::Admin, "all", AT).is_err());
        let head = accounts.list().unwrap()[1].tokens[0].2.clone();
        accounts.revoke("bo", &head).unwrap();
        assert_eq!(accounts.token(&token).unwrap(), None);
    }

    #[test]
    fn an_admin_stays() {
        let (_dir, accounts) = accounts();
        assert!(matches!(accounts.remove("ada"), Err(AccountsError::LastAdmin)));
        assert!(matches!(accounts.set("ada", Role::Reader, PASSWORD, AT), Err(AccountsError::LastAdmin)));
        accounts.set("bo", Role::Admin, PASSWORD, AT).unwrap();
        accounts.remove("ada").unwrap();
    }
}
