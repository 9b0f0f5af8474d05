//! Multinomial logistic regression with an L2 penalty, fitted by L-BFGS (Liu and Nocedal 1989).
//!
//! Sums run in one fixed order, so that the same matrix gives the same weights.

/// Sums that an update of the curvature keeps.
const MEMORY: usize = 10;
const MOST_STEPS: usize = 300;
/// The largest slope at which the fit is done, for each row of the matrix.
const SLOPE: f64 = 1e-5;

/// Rows of features with their classes.
pub(crate) struct Matrix {
    /// Columns with values.
    pub(crate) rows: Vec<Vec<(u32, f64)>>,
    pub(crate) labels: Vec<usize>,
    pub(crate) n_columns: usize,
    pub(crate) n_classes: usize,
}

/// How to fit.
pub(crate) struct Settings {
    /// How much the rows count against the penalty.
    pub(crate) inverse_penalty: f64,
    /// The column without penalty.
    pub(crate) free_column: usize,
}

/// The weights `[n_columns, n_classes]`, row-major. Every class counts alike, however many rows it has.
pub(crate) fn fit(matrix: &Matrix, settings: &Settings) -> Vec<f64> {
    let shares = shares(matrix);
    let start = vec![0.0; matrix.n_columns * matrix.n_classes];
    minimise(start, SLOPE * matrix.rows.len() as f64, |at| loss_and_slope(matrix, settings, &shares, at))
}

/// Where a convex loss is least: until no slope is over `level`.
pub(crate) fn minimise(start: Vec<f64>, level: f64, evaluate: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    let mut at = start;
    let (mut loss, mut slope) = evaluate(&at);
    let mut memory: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    for _ in 0..MOST_STEPS {
        if slope.iter().all(|slope| slope.abs() <= level) {
            break;
        }
        let direction = direction(&slope, &memory);
        let descent = dot(&direction, &slope);
        let Some((next, next_loss, next_slope)) = descend(&at, &direction, loss, descent, &evaluate) else { break };
        let moved = minus(&next, &at);
        let turned = minus(&next_slope, &slope);
        if dot(&moved, &turned) > 1e-12 {
            memory.push((moved, turned));
            if memory.len() > MEMORY {
                memory.remove(0);
            }
        }
        (at, loss, slope) = (next, next_loss, next_slope);
    }
    at
}

/// The first of ever shorter steps that lowers the loss enough.
fn descend(
    at: &[f64],
    direction: &[f64],
    loss: f64,
    descent: f64,
    evaluate: impl Fn(&[f64]) -> (f64, Vec<f64>),
) -> Option<(Vec<f64>, f64, Vec<f64>)> {
    let mut length = 1.0;
    for _ in 0..40 {
        let next: Vec<f64> = at.iter().zip(direction).map(|(at, direction)| at + length * direction).collect();
        let (next_loss, next_slope) = evaluate(&next);
        if next_loss <= loss + 1e-4 * length * descent {
            return Some((next, next_loss, next_slope));
        }
        length *= 0.5;
    }
    None
}

/// The two-loop recursion: where to go from a slope, with what the last moves told of the curvature.
fn direction(slope: &[f64], memory: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut direction: Vec<f64> = slope.iter().map(|slope| -slope).collect();
    let mut factors = Vec::new();
    for (moved, turned) in memory.iter().rev() {
        let factor = dot(moved, &direction) / dot(moved, turned);
        add(&mut direction, turned, -factor);
        factors.push(factor);
    }
    let scale = match memory.last() {
        Some((moved, turned)) => dot(moved, turned) / dot(turned, turned),
        None => 1.0 / dot(slope, slope).sqrt().max(1.0),
    };
    for direction in &mut direction {
        *direction *= scale;
    }
    for ((moved, turned), factor) in memory.iter().zip(factors.iter().rev()) {
        let back = dot(turned, &direction) / dot(moved, turned);
        add(&mut direction, moved, factor - back);
    }
    direction
}

/// What a row of each class counts.
fn shares(matrix: &Matrix) -> Vec<f64> {
    let mut counts = vec![0.0; matrix.n_classes];
    for &label in &matrix.labels {
        counts[label] += 1.0;
    }
    let n_rows = matrix.rows.len() as f64;
    counts.iter().map(|&count: &f64| n_rows / (matrix.n_classes as f64 * count.max(1.0))).collect()
}

fn loss_and_slope(matrix: &Matrix, settings: &Settings, shares: &[f64], at: &[f64]) -> (f64, Vec<f64>) {
    let n_classes = matrix.n_classes;
    let mut slope = vec![0.0; at.len()];
    let mut loss = 0.0;
    let mut scores = vec![0.0; n_classes];
    for (row, &label) in matrix.rows.iter().zip(&matrix.labels) {
        scores.fill(0.0);
        for &(column, value) in row {
            add(&mut scores, &at[column as usize * n_classes..][..n_classes], value);
        }
        let most = scores.iter().fold(f64::NEG_INFINITY, |most, score| most.max(*score));
        let sum: f64 = scores.iter().map(|score| (score - most).exp()).sum();
        let weight = settings.inverse_penalty * shares[label];
        loss += weight * (sum.ln() + most - scores[label]);
        for (class, score) in scores.iter_mut().enumerate() {
            let probability = (*score - most).exp() / sum;
            *score = weight * (probability - f64::from(u8::from(class == label)));
        }
        for &(column, value) in row {
            add(&mut slope[column as usize * n_classes..][..n_classes], &scores, value);
        }
    }
    for (column, (weights, slope)) in at.chunks(n_classes).zip(slope.chunks_mut(n_classes)).enumerate() {
        if column != settings.free_column {
            loss += 0.5 * dot(weights, weights);
            add(slope, weights, 1.0);
        }
    }
    (loss, slope)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += times * what);
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fit_is_where_the_slope_is_level() {
        let matrix = Matrix {
            rows: vec![
                vec![(0, 1.0), (1, 1.0)],
                vec![(0, 1.0), (2, 1.0)],
                vec![(0, 1.0), (1, 0.5), (2, 1.0)],
                vec![(0, 1.0)],
            ],
            labels: vec![0, 1, 1, 2],
            n_columns: 3,
            n_classes: 3,
        };
        let settings = Settings { inverse_penalty: 1.0, free_column: 0 };
        let weights = fit(&matrix, &settings);
        let (_, slope) = loss_and_slope(&matrix, &settings, &shares(&matrix), &weights);
        assert!(slope.iter().all(|slope| slope.abs() < 1e-4), "{slope:?}");
        assert!(weights[3] > 0.0 && weights[3 + 1] < 0.0 && weights[6 + 1] > 0.0, "{weights:?}");
    }
}
