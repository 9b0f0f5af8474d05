//! Accounts, tokens, the world in use, and the log.

use std::sync::Arc;

use axum::extract::Query;
use axum::http::Uri;
use axum::response::Redirect;
use maud::{Markup, html};
use rapporteur_ledger::AuditEntry;
use serde::Deserialize;

use super::Asked;
use super::parts::{clip, field, pager, proof, rows_after, select};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::{Posted, Visitor};

#[derive(Debug, Deserialize)]
pub(crate) struct At {
    after: Option<String>,
}

pub(crate) async fn page(asked: Asked, uri: Uri, Query(at): Query<At>) -> Result<Markup, Fault> {
    asked.visitor.must(Role::Admin)?;
    content(&asked, &uri, &at, None).await
}

async fn content(asked: &Asked, uri: &Uri, at: &At, fresh: Option<&str>) -> Result<Markup, Fault> {
    let Asked { desk, visitor } = asked;
    let page = rows_after(at.after.as_ref())?;
    let log = desk.ask(move |ledger| Ok(ledger.log(page)?)).await?;
    let accounts = desk.accounts.list()?;
    let roles: Vec<(String, String)> =
        Role::ALL.iter().map(|r| (r.as_str().to_owned(), r.as_str().to_owned())).collect();
    let versions = desk.options.reader.versions();
    let body = html! {
        @if let Some(token) = fresh {
            p.trouble role="status" { "The token, shown this once: " code { (token) } }
        }
        h2 { "Accounts" }
        @if !desk.requires_login { p.dim { "Nobody logs in on this machine; accounts count where the desk can be reached by others, or with --require-login." } }
        @if !accounts.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Accounts" {
                table {
                    thead { tr { th { "Name" } th { "Role" } th { "API tokens" } th { "" } } }
                    tbody {
                        @for account in &accounts {
                            tr {
                                th scope="row" { (account.name) }
                                td { (account.role.as_str()) }
                                td {
                                    @for (label, scope, head) in &account.tokens {
                                        form.inline method="post" action="/admin/tokens/revoke" {
                                            (proof(visitor))
                                            input type="hidden" name="name" value=(account.name);
                                            input type="hidden" name="head" value=(head);
                                            (label) " " span.dim { (scope.as_str()) } " "
                                            button aria-label={ "Revoke the token " (label) " of " (account.name) } { "Revoke" }
                                        }
                                    }
                                }
                                td {
                                    form.inline method="post" action="/admin/accounts/remove" {
                                        (proof(visitor))
                                        input type="hidden" name="name" value=(account.name);
                                        button aria-label={ "Remove " (account.name) } { "Remove" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        form.filter method="post" action="/admin/accounts" {
            (proof(visitor))
            (field("name", "New account: name", "text", None, ""))
            (select("role", "Role", None, &roles, None))
            label { span { "Password, 12 characters or more" } input type="password" name="password" autocomplete="new-password"; }
            button { "Make" }
        }
        @if !accounts.is_empty() {
            form.filter method="post" action="/admin/tokens" {
                (proof(visitor))
                (select("name", "New API token for", None, &accounts.iter().map(|a| (a.name.clone(), a.name.clone())).collect::<Vec<_>>(), None))
                (select("scope", "May do what a", None, &roles[..2], None))
                (field("label", "For", "text", None, "what it is used for"))
                button { "Make" }
            }
        }
        h2 { "Reads with" }
        dl.facts {
            div { dt { "Program" } dd { (versions.version) } }
            div { dt { "Model" } dd { (versions.model) } }
            div { dt { "World" } dd { (versions.world) " · " a href="/admin/world" { "what is laid over it" } } }
            div { dt { "Lexicon" } dd { (versions.lexicon) } }
        }
        h2 #log { "Log" }
        div.scroll tabindex="0" role="region" aria-label="Log" {
            table.log {
                thead { tr { th { "When" } th { "Who" } th { "What" } th { "To what" } th { "Detail" } } }
                tbody {
                    @for entry in &log.rows {
                        tr { td { (entry.at) } th scope="row" { (entry.who) } td { (entry.what) } td { code { (clip(&entry.subject, 26)) } } td { code { (clip(&entry.detail, 90)) } } }
                    }
                }
            }
        }
        (pager(uri, log.next))
    };
    Ok(asked.show("Admin", "/admin", &body))
}

/// Keeps in the log who did what to the accounts.
async fn log(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    what: &'static str,
    subject: &str,
    detail: String,
) -> Result<(), Fault> {
    let entry = AuditEntry {
        at: desk.now(),
        who: visitor.name.clone(),
        what: what.to_owned(),
        subject: subject.to_owned(),
        detail,
    };
    desk.writer.write(move |ledger| Ok(ledger.note(&entry)?)).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct NewAccount {
    name: String,
    role: String,
    password: String,
}

pub(crate) async fn account(asked: Asked, Posted(new): Posted<NewAccount>) -> Result<Redirect, Fault> {
    let Asked { desk, visitor } = asked;
    visitor.must(Role::Admin)?;
    let role = Role::from_name(&new.role).ok_or_else(|| Fault::invalid(format!("{:?} is no role", new.role)))?;
    let (own, name) = (Arc::clone(&desk), new.name.clone());
    Desk::work(move || Ok(own.accounts.create(&new.name, role, &new.password, own.now())?)).await?;
    log(&desk, &visitor, "account", &name, format!("made, {}", role.as_str())).await?;
    Ok(Redirect::to("/admin"))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    name: String,
}

pub(crate) async fn remove(asked: Asked, Posted(named): Posted<Named>) -> Result<Redirect, Fault> {
    let Asked { desk, visitor } = asked;
    visitor.must(Role::Admin)?;
    desk.accounts.remove(&named.name)?;
    log(&desk, &visitor, "account", &named.name, "removed".to_owned()).await?;
    Ok(Redirect::to("/admin"))
}

#[derive(Debug, Deserialize)]
pub(crate) struct NewToken {
    name: String,
    scope: String,
    label: String,
}

pub(crate) async fn token(asked: Asked, uri: Uri, Posted(new): Posted<NewToken>) -> Result<Markup, Fault> {
    let Asked { desk, visitor } = &asked;
    visitor.must(Role::Admin)?;
    let scope = Role::from_name(&new.scope).ok_or_else(|| Fault::invalid(format!("{:?} is no scope", new.scope)))?;
    let token = desk.accounts.issue(&new.name, scope, &new.label, desk.now())?;
    log(desk, visitor, "token", &new.name, format!("made, {}", scope.as_str())).await?;
    content(&asked, &uri, &At { after: None }, Some(&token)).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct OldToken {
    name: String,
    head: String,
}

pub(crate) async fn revoke(asked: Asked, Posted(old): Posted<OldToken>) -> Result<Redirect, Fault> {
    let Asked { desk, visitor } = asked;
    visitor.must(Role::Admin)?;
    desk.accounts.revoke(&old.name, &old.head)?;
    log(&desk, &visitor, "token", &old.name, "revoked".to_owned()).await?;
    Ok(Redirect::to("/admin"))
}
