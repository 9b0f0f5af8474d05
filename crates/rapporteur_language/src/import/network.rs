//! Thinc's networks, with their weights packed for the kernels.

use super::msgpack::{Tensor, Value};
use super::tables::Vectors;
use crate::error::ModelError;
use crate::file::Arrays;
use crate::kernels::{LINEAR_BLOCK, MAXOUT_BLOCK, padded};
use crate::spec::{Attribute, EncoderSpec, FEATURE, HIDDEN, PIECES, TableSpec, WIDTH};

/// One layer of a network: its name, its settings and its arrays.
struct Node {
    name: String,
    attributes: Value,
    parameters: Value,
}

impl Node {
    fn tensor(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let Tensor { shape: found, data } = self.parameters.field(name)?.tensor()?;
        if found == shape {
            Ok(data)
        } else {
            let what = format!("the {name} of a {} has the shape {found:?}; this runtime knows {shape:?}", self.name);
            Err(ModelError::Unsupported(what))
        }
    }

    fn attribute(&self, name: &str) -> Result<Value, ModelError> {
        self.attributes.field(name)?.unpack()
    }
}

/// The layers called `name`, in the order in which Thinc walks them.
fn nodes(model: &Value, name: &str) -> Result<Vec<Node>, ModelError> {
    let (attributes, parameters) = (model.field("attrs")?.list()?, model.field("params")?.list()?);
    let mut found = Vec::new();
    for ((node, attributes), parameters) in model.field("nodes")?.list()?.iter().zip(attributes).zip(parameters) {
        if node.field("name")?.text()? == name {
            found.push(Node { name: name.into(), attributes, parameters });
        }
    }
    Ok(found)
}

fn only(model: &Value, name: &str, which: usize, of: usize) -> Result<Node, ModelError> {
    let mut nodes = nodes(model, name)?;
    if nodes.len() == of {
        Ok(nodes.swap_remove(which))
    } else {
        Err(model.expected(format!("{of} layers called {name} expected")))
    }
}

/// A `MultiHashEmbed` followed by a `MaxoutWindowEncoder`.
pub(super) fn encoder(
    model: &Value,
    file: &str,
    prefix: &str,
    vectors: Option<&Vectors>,
    arrays: &mut Arrays,
) -> Result<EncoderSpec, ModelError> {
    let columns = only(model, "extract_features", 0, 1)?.attribute("columns")?.list()?;
    let mut tables = Vec::new();
    for (number, node) in nodes(model, "hashembed")?.iter().enumerate() {
        let column = usize::try_from(node.attribute("column")?.number()?).unwrap_or(usize::MAX);
        let column = columns.get(column).ok_or_else(|| model.expected("a column that exists"))?.text()?;
        let attribute = serde_json::from_value::<Attribute>(column.as_str().into())
            .map_err(|_| ModelError::Unsupported(format!("{file} embeds {column}")))?;
        let Tensor { shape, data } = node.parameters.field("E")?.tensor()?;
        let (&[rows, WIDTH], Ok(seed)) = (shape.as_slice(), u32::try_from(node.attribute("seed")?.number()?)) else {
            return Err(ModelError::Unsupported(format!("{file} has a table of the shape {shape:?}")));
        };
        let rows = u32::try_from(rows).map_err(|_| model.expected("a smaller table"))?;
        arrays.push(format!("{prefix}.table.{number}"), &data);
        tables.push(TableSpec { attribute, seed, rows });
    }
    let static_vectors = nodes(model, "static_vectors")?;
    if let Some(node) = static_vectors.first() {
        let vectors = vectors.ok_or_else(|| model.expected("vectors in the vocabulary"))?;
        let weights = node.tensor("W", &[WIDTH, vectors.width])?;
        arrays.push(format!("{prefix}.vectors"), &vectors.project(&weights));
    }
    let mixed = WIDTH * (tables.len() + static_vectors.len());
    let (maxouts, norms) = (nodes(model, "maxout")?, nodes(model, "layernorm")?);
    if maxouts.len() != norms.len() || maxouts.is_empty() || static_vectors.len() > 1 {
        return Err(model.expected("one normalisation for each layer"));
    }
    for node in nodes(model, "expand_window")? {
        if node.attribute("window_size")?.number()? != 1 {
            return Err(ModelError::Unsupported(format!("{file} looks further than one token at a time")));
        }
    }
    for (number, (maxout, norm)) in maxouts.iter().zip(&norms).enumerate() {
        let inputs = if number == 0 { mixed } else { 3 * WIDTH };
        let prefix = format!("{prefix}.layer.{number}");
        arrays.push(format!("{prefix}.weights"), &pack_maxout(&maxout.tensor("W", &[WIDTH, PIECES, inputs])?, inputs));
        arrays.push(format!("{prefix}.bias"), &pack_maxout(&maxout.tensor("b", &[WIDTH, PIECES])?, 1));
        arrays.push(format!("{prefix}.gain"), &norm.tensor("G", &[WIDTH])?);
        arrays.push(format!("{prefix}.shift"), &norm.tensor("b", &[WIDTH])?);
    }
    Ok(EncoderSpec { tables, vectors: !static_vectors.is_empty(), layers: maxouts.len() - 1 })
}

/// The tagger's output layer.
pub(super) fn tagger(model: &Value, tags: usize, arrays: &mut Arrays) -> Result<(), ModelError> {
    let node = only(model, "softmax", 0, 1)?;
    push_linear("tagger", &node.tensor("W", &[tags, WIDTH])?, &node.tensor("b", &[tags])?, WIDTH, arrays);
    Ok(())
}

/// The layers of a transition-based parser behind its vectors.
pub(super) fn transitions(model: &Value, prefix: &str, classes: usize, arrays: &mut Arrays) -> Result<(), ModelError> {
    let features = if prefix == "parser" { 8 } else { 3 };
    let lower = only(model, "linear", 1, 2)?;
    push_linear(
        &format!("{prefix}.lower"),
        &lower.tensor("W", &[HIDDEN, WIDTH])?,
        &lower.tensor("b", &[HIDDEN])?,
        WIDTH,
        arrays,
    );
    let affine = only(model, "precomputable_affine", 0, 1)?;
    let weights = affine.tensor("W", &[features, HIDDEN, 2, HIDDEN])?;
    let weights = pieces_first(&weights, HIDDEN);
    let zeros = vec![0.0; features * FEATURE];
    push_linear(&format!("{prefix}.features"), &weights, &zeros, HIDDEN, arrays);
    arrays.push(format!("{prefix}.state.missing"), &pieces_first(&affine.tensor("pad", &[1, features, HIDDEN, 2])?, 1));
    arrays.push(format!("{prefix}.state.bias"), &pieces_first(&affine.tensor("b", &[HIDDEN, 2])?, 1));
    let upper = only(model, "linear", 0, 2)?;
    let (weights, bias) = (upper.tensor("W", &[classes, HIDDEN])?, upper.tensor("b", &[classes])?);
    arrays.push(format!("{prefix}.upper.weights"), &pack(&weights, HIDDEN, padded(classes)));
    arrays.push(format!("{prefix}.upper.bias"), &pack(&bias, 1, padded(classes)));
    Ok(())
}

fn push_linear(name: &str, weights: &[f32], bias: &[f32], inputs: usize, arrays: &mut Arrays) {
    arrays.push(format!("{name}.weights"), &pack(weights, inputs, LINEAR_BLOCK));
    arrays.push(format!("{name}.bias"), &pack(bias, 1, LINEAR_BLOCK));
}

/// From `[outputs][inputs]` to `[blocks][inputs][block]`; outputs that fill up the last block are zero.
fn pack(weights: &[f32], inputs: usize, block: usize) -> Vec<f32> {
    let rows: Vec<&[f32]> = weights.chunks_exact(inputs).collect();
    let mut packed = Vec::new();
    for block_rows in rows.chunks(block) {
        for input in 0..inputs {
            packed.extend(block_rows.iter().map(|row| row[input]));
            packed.resize(packed.len() + block - block_rows.len(), 0.0);
        }
    }
    packed
}

/// From `[outputs][pieces][inputs]` to `[blocks][inputs][pieces][outputs of a block]`.
fn pack_maxout(weights: &[f32], inputs: usize) -> Vec<f32> {
    let units: Vec<&[f32]> = weights.chunks_exact(PIECES * inputs).collect();
    let mut packed = Vec::with_capacity(weights.len());
    for block in units.chunks(MAXOUT_BLOCK) {
        for input in 0..inputs {
            for piece in 0..PIECES {
                packed.extend(block.iter().map(|unit| unit[piece * inputs + input]));
            }
        }
    }
    packed
}

/// From `[..][hidden][2][inputs]` to `[..][2][hidden][inputs]`.
fn pieces_first(weights: &[f32], inputs: usize) -> Vec<f32> {
    let mut packed = Vec::with_capacity(weights.len());
    for feature in weights.chunks_exact(FEATURE * inputs) {
        for piece in 0..2 {
            for hidden in 0..HIDDEN {
                let start = (2 * hidden + piece) * inputs;
                packed.extend_from_slice(&feature[start..start + inputs]);
            }
        }
    }
    packed
}
