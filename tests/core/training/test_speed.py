from __future__ import annotations

from efficientpose_core.training.speed import measure_training_speed


def test_all_three_ways_of_a_step_run() -> None:
    # What is fast and what is slow is for `efficientpose benchmark`, not for a test.
    speed = measure_training_speed(batch_size=1, repeats=1)
    assert min(speed.plain, speed.own_gradients, speed.fixed_statistics) > 0
