//! A release laid out by a template, in Markdown, and from there in HTML and DOCX.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Output, State, context};
use pulldown_cmark::{Options, Parser, html};
use serde::Serialize;

use crate::docx;
use crate::release::{Release, Section};

/// The template that comes with the program: Markdown with minijinja's marks.
pub const RELEASE_TEMPLATE: &str = include_str!("../templates/release.md.jinja");

const PAGE: &str = include_str!("../templates/page.html.jinja");

/// What a release is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// One HTML page.
    Html,
    /// A word processor's document (ECMA-376).
    Docx,
}

/// A template that cannot be filled in.
#[derive(Debug, thiserror::Error)]
#[error("the template: {}", told(.0))]
pub struct TemplateError(#[from] minijinja::Error);

/// The fault and its line, on one line.
fn told(error: &minijinja::Error) -> String {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    match error.line() {
        Some(line) => format!("line {line}: {what}"),
        None => what,
    }
}

/// What a template sees.
#[derive(Serialize)]
struct View<'r> {
    letterhead: &'r [String],
    title: &'r str,
    sections: Vec<SectionView<'r>>,
    instruments: &'r [String],
    place: Option<&'r str>,
    date: Option<&'r str>,
}

#[derive(Serialize)]
struct SectionView<'r> {
    opening: Option<&'r str>,
    paragraphs: Vec<ParagraphView<'r>>,
}

#[derive(Serialize)]
struct ParagraphView<'r> {
    issue: Option<&'r str>,
    sentences: Vec<&'r str>,
    text: String,
}

impl<'r> SectionView<'r> {
    fn of(section: &'r Section) -> Self {
        let paragraphs = section.paragraphs.iter().map(|paragraph| {
            let sentences: Vec<&str> = paragraph.sentences.iter().map(|s| s.text.as_str()).collect();
            ParagraphView { issue: paragraph.issue.as_deref(), text: sentences.join(" "), sentences }
        });
        Self { opening: section.opening.as_deref(), paragraphs: paragraphs.collect() }
    }
}

impl Release {
    /// The release by a template.
    ///
    /// # Errors
    /// Where the template cannot be filled in: the fault and its line.
    pub fn render(&self, template: &str, format: Format) -> Result<Vec<u8>, TemplateError> {
        let markdown = self.markdown(template)?;
        Ok(match format {
            Format::Markdown => markdown.into_bytes(),
            Format::Html => self.html(&markdown)?.into_bytes(),
            Format::Docx => docx::document(&self.title, &markdown),
        })
    }

    /// The release in Markdown.
    ///
    /// # Errors
    /// As [`Release::render`].
    pub fn markdown(&self, template: &str) -> Result<String, TemplateError> {
        let mut environment = Environment::new();
        // a line of the template that only steers leaves no line in the text
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
        environment.set_formatter(write_escaped);
        environment.add_template("release", template)?;
        let text = environment.get_template("release")?.render(context! { release => Serde(self.view()) })?;
        Ok(tidied(&text))
    }

    fn html(&self, markdown: &str) -> Result<String, TemplateError> {
        let mut body = String::new();
        html::push_html(&mut body, Parser::new_ext(markdown, Options::empty()));
        let mut environment = Environment::new();
        environment.add_template("page.html", PAGE)?;
        Ok(environment.get_template("page.html")?.render(context! { title => self.title.as_str(), body })?)
    }

    fn view(&self) -> View<'_> {
        View {
            letterhead: &self.letterhead,
            title: &self.title,
            sections: self.sections.iter().map(SectionView::of).collect(),
            instruments: &self.instruments,
            place: self.place.as_deref(),
            date: self.date.as_deref(),
        }
    }
}

/// Writes a value so that Markdown takes none of its signs for markup.
fn write_escaped(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let write =
        |out: &mut Output<'_>, text: &str| std::fmt::Write::write_str(out, text).map_err(minijinja::Error::from);
    match value.as_str() {
        Some(text) if !value.is_safe() => {
            for c in text.chars() {
                if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
                    write(out, "\\")?;
                }
                write(out, c.encode_utf8(&mut [0; 4]))?;
            }
            Ok(())
        }
        _ if value.is_undefined() || value.kind() == ValueKind::None => Ok(()),
        _ => write(out, &value.to_string()),
    }
}

/// At most one empty line in a row, none at the ends, and a line end.
fn tidied(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    format!("{}\n", lines.join("\n").trim_end())
}
