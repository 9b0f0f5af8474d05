//! The time of each stage over the sample release: `cargo bench -p rapporteur_language --bench stages`.
//!
//! `cargo xtask bench-language` compares with spaCy; this tells what a change does to one stage.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rapporteur_language::{Pipeline, Scratch, Stage, StageTimes};

const SAMPLE: &str = include_str!("../../../examples/press-release-2017-05-08.md");

fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

fn stages(criterion: &mut Criterion) {
    let pipeline = Pipeline::embedded();
    let texts: Vec<&str> = SAMPLE.split("\n\n").collect();
    let mut scratch = Scratch::default();
    let n_tokens: usize = pipeline.analyse_all(&texts).iter().map(|analysis| analysis.tokens.len()).sum();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Elements(n_tokens as u64));
    for stage in Stage::ALL {
        group.bench_function(BenchmarkId::from_parameter(format!("{stage:?}")), |bencher| {
            bencher.iter_custom(|rounds| {
                let mut times = StageTimes::new(clock);
                for _ in 0..rounds {
                    pipeline.analyse_all_timed(&texts, &mut scratch, &mut times);
                }
                times.of(stage)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
