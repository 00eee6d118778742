import json

import pytest

from assistant import cli
from assistant.training import benchmark


def test_speed_and_share_of_the_peak_are_measured_for_both_networks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "PIECES", 2)
    monkeypatch.setattr(benchmark, "STEPS", 16)
    monkeypatch.setattr(benchmark, "PRODUCT_SIZE", 512)
    assert cli.main(["bench", "train", "-n", "3", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["unit"] for row in rows] == ["GFLOP/s"] * 2 + ["notes/s", "%"] * 2
    assert all(row["n"] == 3 and 0 < row["median"] <= row["p99"] for row in rows)
    peak = max(row["median"] for row in rows[:2])
    flops_per_note = benchmark.TrainingStep("conv", threads=1, device="cpu").flops / 32
    expected = 100 * rows[2]["median"] * flops_per_note / 1e9 / peak
    assert rows[3]["median"] == pytest.approx(expected)
