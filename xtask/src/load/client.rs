//! The least of an HTTP client: one connection that is kept, one answer at a time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result};

pub(super) struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
    /// Headers of every request.
    headers: String,
}

pub(super) struct Answer {
    pub(super) status: u16,
    /// What the desk says it took, in seconds.
    pub(super) took: f64,
    pub(super) body: Vec<u8>,
}

impl Client {
    pub(super) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { address, stream: BufReader::new(stream), headers: String::new() })
    }

    pub(super) fn get(&mut self, path: &str) -> Result<Answer> {
        self.send("GET", path, "", b"")
    }

    pub(super) fn post(&mut self, path: &str, kind: &str, body: &[u8]) -> Result<Answer> {
        self.send("POST", path, kind, body)
    }

    fn send(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n{}", self.address, self.headers);
        if !kind.is_empty() {
            request += &["content-type: ", kind, "\r\ncontent-length: ", &body.len().to_string(), "\r\n"].concat();
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.get_mut().write_all(&bytes)?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status =
            line.split(' ').nth(1).and_then(|s| s.parse().ok()).with_context(|| format!("no answer: {line:?}"))?;
        let (mut length, mut took) = (0, 0.0);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name {
                "content-length" => length = value.parse()?,
                "server-timing" => took = value.trim_start_matches("desk;dur=").parse::<f64>().unwrap_or(0.0) / 1_000.0,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, took, body })
    }
}
