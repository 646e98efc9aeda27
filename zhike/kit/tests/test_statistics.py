"""Intervals agree with printed tables and with a published experiment."""

import csv
import gzip

import pytest

from zhike.kit.statistics import Sample, difference_of_means, student_quantile
from zhike.kit.tests.shared_data import shared_file


@pytest.mark.parametrize(
    ("freedom", "printed"), [(5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980), (1e9, 1.960)]
)
def test_quantiles_of_student(freedom: float, printed: float) -> None:
    """The two-sided 95 % column of every statistics book."""
    assert student_quantile(0.975, freedom) == pytest.approx(printed, abs=0.001)


def test_the_example_of_every_textbook() -> None:
    """Two samples of 10 and 12 with unlike variances; checked by hand with Welch's formulas."""
    found = difference_of_means(Sample(10, 20.0, 16.0), Sample(12, 15.0, 4.0))
    assert found is not None
    assert (found.value, found.real) == (5.0, True)
    assert found.low == pytest.approx(1.988, abs=0.005)
    assert found.high == pytest.approx(8.012, abs=0.005)


def test_the_mail_experiment_of_hillstrom() -> None:
    """42,613 customers: visits of who got the mail against who did not, as published."""
    groups: dict[str, list[int]] = {}
    path = shared_file("hillstrom_mens/hillstrom_mens_vs_none.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["segment"], []).append(int(row["visit"]))

    def sample(values: list[int]) -> Sample:
        mean = sum(values) / len(values)
        return Sample(len(values), mean, sum((v - mean) ** 2 for v in values) / (len(values) - 1))

    found = difference_of_means(sample(groups["Mens E-Mail"]), sample(groups["No E-Mail"]))
    assert found is not None
    assert found.value == pytest.approx(0.07659, abs=0.00001)
    assert found.low == pytest.approx(0.06995, abs=0.00002)
    assert found.high == pytest.approx(0.08323, abs=0.00002)


def test_too_few_or_all_alike() -> None:
    """Nothing is claimed from one person; no spread is no uncertainty."""
    assert difference_of_means(Sample(1, 5, 0), Sample(100, 1, 1)) is None
    found = difference_of_means(Sample(5, 0, 0), Sample(5, 0, 0))
    assert found is not None
    assert (found.low, found.high, found.real) == (0, 0, False)
