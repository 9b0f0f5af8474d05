//! Passwords, and what is kept of secrets: hashes.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

use super::AccountsError;
use crate::desk::hex;

/// What is kept of a random secret.
pub(super) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Whether a password is the one of a hash.
pub(super) fn is_password(password: &str, hash: &str) -> Result<bool, AccountsError> {
    let hash = PasswordHash::new(hash).map_err(|_| AccountsError::Hash)?;
    Ok(argon()?.verify_password(password.as_bytes(), &hash).is_ok())
}

/// Argon2id with 19 MiB, two passes: the least that OWASP names.
fn argon() -> Result<Argon2<'static>, AccountsError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| AccountsError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

pub(super) fn hash_password(password: &str) -> Result<String, AccountsError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| AccountsError::Hash)?;
    let salt = SaltString::encode_b64(&salt).map_err(|_| AccountsError::Hash)?;
    Ok(argon()?.hash_password(password.as_bytes(), &salt).map_err(|_| AccountsError::Hash)?.to_string())
}

/// A password made up: 100 bits in 20 letters and digits that are not taken for each other.
///
/// # Panics
/// Where the system has no randomness to give.
pub fn password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// What a form must bring back to prove that it is of the session with this secret.
pub(crate) fn csrf_of(secret: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"csrf\0");
    hasher.update(secret.as_bytes());
    hex(&hasher.finalize()[..16])
}
