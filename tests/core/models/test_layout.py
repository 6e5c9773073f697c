"""Names and shapes, against the network itself."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.layout import check_state, expected_shapes, identify_variant
from efficientpose_core.models.network import state_shapes
from efficientpose_core.models.variants import VARIANTS

from .conftest import ALL_HEADS, random_state

# Trained values with all heads, one of the three dense upsampling kernels (4 x 4 x 16 x 16)
# counted: Table 3 of the paper prints these numbers in millions.
PAPER_COUNTS = {"RT": 457_384, "I": 717_892, "II": 1_732_156, "III": 3_230_040, "IV": 6_563_318}
HEAD_SETS = [ALL_HEADS, ("confs1", "confs2"), ("confs2",)]


@pytest.mark.parametrize(
    ("variant", "heads"),
    [*((variant, ALL_HEADS) for variant in VARIANTS), *(("RT", heads) for heads in HEAD_SETS[1:])],
)
def test_shapes_are_those_of_the_network(variant, heads):
    spec = VARIANTS[variant]
    ours = expected_shapes(spec, n_keypoints=11, n_limbs=9, heads=heads)
    theirs = state_shapes(spec, n_keypoints=11, n_limbs=9, heads=heads)
    assert ours == theirs


@pytest.mark.parametrize("variant", PAPER_COUNTS)
def test_counts_are_those_of_the_paper(variant):
    shapes = expected_shapes(VARIANTS[variant], n_keypoints=16, n_limbs=14, heads=ALL_HEADS)
    values = sum(int(np.prod(shape)) for shape in shapes.values())
    # All values of the state, plus one dense upsampling kernel with bias.
    assert values + 4 * 4 * 16 * 16 + 16 == PAPER_COUNTS[variant]


@pytest.mark.parametrize("heads", HEAD_SETS, ids="-".join)
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_is_identified(variant, heads):
    shapes = expected_shapes(VARIANTS[variant], n_keypoints=7, n_limbs=3, heads=heads)
    assert identify_variant(shapes) is VARIANTS[variant]


def test_a_missing_tensor_is_named():
    state = random_state()
    del state["passes.1.blocks.0.mb2.dw.weight"]
    with pytest.raises(WeightsError, match=r"RT, but passes\.1\.blocks\.0\.mb2\.dw\.weight is mis"):
        check_state(state)


def test_an_extra_tensor_is_named():
    state = random_state() | {"passes.3.extra": np.zeros(3, np.float32)}
    with pytest.raises(WeightsError, match=r"passes\.3\.extra does not belong"):
        check_state(state)


def test_a_wrong_shape_is_named():
    state = random_state()
    state["backbone.bn1.bias"] = np.zeros(31, np.float32)
    with pytest.raises(WeightsError, match=r"backbone\.bn1\.bias has shape \(31,\) instead of"):
        check_state(state)


def test_something_else_altogether_is_refused():
    state = {"heads.confs2.weight": np.zeros((16, 3, 1, 1), np.float32)}
    with pytest.raises(WeightsError, match="do not form any EfficientPose network"):
        check_state(state)


def test_a_network_without_heatmaps_is_refused():
    state = random_state()
    del state["heads.confs2.weight"]
    with pytest.raises(WeightsError, match="no heatmap head"):
        check_state(state)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_refused(bad):
    state = random_state()
    state["heads.confs2.bias"][3] = bad
    with pytest.raises(WeightsError, match=r"heads\.confs2\.bias holds values that are not finite"):
        check_state(state)


def test_negative_variances_are_refused():
    state = random_state()
    state["backbone.bn1.running_var"][0] = -1
    with pytest.raises(WeightsError, match="negative variances"):
        check_state(state)


def test_weights_modules_do_not_import_torch():
    code = (
        "import sys, efficientpose_core.models.download\n"
        "import efficientpose_core.models.importers.keras_h5\n"
        "sys.exit(any(m in sys.modules for m in ('torch', 'timm', 'openvino')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
