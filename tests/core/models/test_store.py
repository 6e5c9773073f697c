"""Installed weights, and how a name becomes weights."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import (
    MissingWeightsError,
    OutputError,
    SettingsError,
    UnknownNameError,
    WeightsError,
)
from efficientpose_core.models import store
from efficientpose_core.models.calibration import Calibration
from efficientpose_core.models.importers.detect import import_file
from efficientpose_core.models.store import (
    Origin,
    default_name,
    install,
    install_loaded,
    installed,
    load_weights,
    models_folder,
    remove,
)
from efficientpose_core.models.weights import UNCALIBRATED, WEIGHTS, save_native
from efficientpose_core.skeleton import Skeleton

from .conftest import loaded

pytestmark = pytest.mark.usefixtures("home")

BUNDLED_NAMES = ["i-lite-bundled", "rt-lite-bundled"]


def names():
    return [item.name for item in installed()]


def put(name, variant="RT", **kwargs):
    """Place a native file as an earlier installation left it."""
    weights = loaded(name, variant, **kwargs)
    save_native(models_folder() / f"{name}.safetensors", weights.state, weights.metadata)
    return weights


def test_fresh_installation_has_the_bundled_weights(home):
    assert models_folder() == home / "models"
    assert names() == BUNDLED_NAMES
    assert installed()[0].origin is Origin.BUNDLED
    assert load_weights().metadata.name == "i-lite-bundled"
    assert load_weights("I_LITE").metadata.name == "i-lite-bundled"
    assert load_weights("RT-Lite").metadata.name == "rt-lite-bundled"
    assert not home.exists()  # looking changes nothing


@pytest.mark.parametrize(
    ("reference", "command"),
    [
        ("II_LITE", "efficientpose models download released-ii-lite'"),
        ("ii-lite", "efficientpose models download released-ii-lite'"),
        ("rt", "efficientpose models download released-rt'"),
        ("released-i-torch", "efficientpose models download released-i-torch'"),
        ("IV", "efficientpose models download released-iv --accept-unverified'"),
    ],
)
def test_missing_weights_come_with_the_command(reference, command):
    with pytest.raises(MissingWeightsError) as caught:
        load_weights(reference)
    assert command in str(caught.value)
    assert "efficientpose models import FILE" in str(caught.value)


@pytest.mark.parametrize(
    ("reference", "hint"), [("released-rtt", "released-rt"), ("I_LIT", "I_LITE"), ("", "known")]
)
def test_unknown_names_get_a_hint(reference, hint):
    with pytest.raises(UnknownNameError, match=hint):
        load_weights(reference)


def test_install_load_remove(keras_file):
    item = install(import_file(keras_file()), "My_Net")
    assert (item.name, item.origin, item.problem) == ("my-net", Origin.USER, "")
    assert item.path == models_folder() / "my-net.safetensors"
    assert names() == ["my-net", *BUNDLED_NAMES]
    assert load_weights("MY-net").metadata == item.metadata
    assert load_weights("rt").metadata.name == "my-net"
    remove("my_net")
    assert names() == BUNDLED_NAMES
    with pytest.raises(UnknownNameError):
        remove("my-net")


def test_name_is_taken(keras_file):
    imported = import_file(keras_file())
    install(imported, "mine")
    with pytest.raises(OutputError, match="efficientpose models remove mine"):
        install(imported, "mine")
    install(imported, "mine", replace=True)


def test_name_comes_from_the_file(keras_file):
    assert install(import_file(keras_file())).name == "network"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("My Network (2).h5", "my-network-2"),
        ("EfficientPoseRT", "efficientposert"),
        ("a.b.tflite", "a.b"),
        ("Ünï.h5", "n"),
        ("日本.h5", "imported"),
        ("x" * 100 + ".h5", "x" * 64),
    ],
)
def test_default_names(file, name):
    assert default_name(Path(file)) == name


@pytest.mark.parametrize(
    "name",
    ["", "..", "../evil", "a/b", "a\\b", ".hidden", "end.", "x" * 65, "con", "NUL.x", "a b",
     "ii-lite", "RT", "rt-lite-bundled", "released-ii", "Released_RT"],
)  # fmt: skip
def test_names_that_are_not_allowed(name):
    with pytest.raises(SettingsError):
        install_loaded(replace_name(name))


def replace_name(name):
    weights = loaded()
    return replace(weights, metadata=replace(weights.metadata, name=name))


def test_custom_keypoints_need_their_skeleton(keras_file):
    imported = import_file(keras_file(n_keypoints=2, n_limbs=1))
    with pytest.raises(WeightsError, match="--skeleton"):
        install(imported, "arm")
    skeleton = Skeleton(name="arm", keypoints=("a", "b"), limbs=(("a", "b"),))
    assert install(imported, "arm", skeleton=skeleton).metadata.skeleton == skeleton
    assert load_weights("arm").metadata.skeleton == skeleton


def test_preference_within_a_variant():
    put("released-rt-tflite")
    assert load_weights("RT").metadata.name == "released-rt-tflite"
    put("released-rt")
    assert load_weights("RT").metadata.name == "released-rt"
    put("older")
    put("newer")
    os.utime(models_folder() / "older.safetensors", ns=(1, 2_000))
    os.utime(models_folder() / "newer.safetensors", ns=(1, 3_000))
    assert load_weights("RT").metadata.name == "newer"
    assert names() == ["newer", "older", "released-rt", "released-rt-tflite", *BUNDLED_NAMES]
    with pytest.raises(MissingWeightsError):
        load_weights("I")


def test_damaged_files_are_listed_with_their_problem(home, caplog):
    put("good")
    (models_folder() / "bad.safetensors").write_bytes(b"\0" * 20)
    bad, good = installed()[:2]
    assert (bad.name, bad.metadata, good.problem) == ("bad", None, "")
    assert "damaged" in bad.problem
    assert "Weights 'bad' cannot be used" in caplog.text
    assert load_weights("RT").metadata.name == "good"
    with pytest.raises(WeightsError, match="damaged"):
        load_weights("bad")
    remove("bad")
    assert "bad" not in names()


def test_files_cannot_shadow_bundled_weights():
    put("rt-lite-bundled", "RT_LITE", notes="fake")
    assert names() == BUNDLED_NAMES
    assert load_weights("rt-lite-bundled").metadata.notes != "fake"
    with pytest.raises(SettingsError, match="cannot be removed"):
        remove("RT_LITE_bundled")


def test_temporary_files_are_not_weights():
    put("good")
    (models_folder() / ".good.abc.safetensors").write_bytes(b"half written")
    assert names() == ["good", *BUNDLED_NAMES]


def test_file_is_read_without_installing_it(keras_file, monkeypatch):
    path = keras_file()
    weights = load_weights(path)
    assert (weights.metadata.name, weights.path) == ("network", path)
    assert load_weights(str(path)).digest == weights.digest
    monkeypatch.chdir(path.parent)
    path.rename("no-suffix")
    assert load_weights("no-suffix").digest == weights.digest
    assert names() == BUNDLED_NAMES
    with pytest.raises(WeightsError, match="There is no file"):
        load_weights("absent.h5")


def test_registry_calibration_reaches_what_was_installed_before(monkeypatch):
    measured = Calibration(shift_px=((1.0, 2.0),) * 16, source="now")
    row = replace(WEIGHTS["released-rt"], calibration=measured)
    monkeypatch.setitem(store.WEIGHTS, "released-rt", row)
    monkeypatch.setattr(store, "spec_by_sha256", {row.sha256: row}.get)
    put("released-rt")
    put("copy", source_sha256=str(row.sha256))
    put("other")
    assert load_weights("released-rt").metadata.calibration == measured
    assert load_weights("copy").metadata.calibration == measured
    assert load_weights("other").metadata.calibration == UNCALIBRATED


def test_own_calibration_survives_an_uncalibrated_registry():
    own = Calibration(shift_px=((1.0, 2.0),) * 16, source="own")
    put("mine", calibration=own)
    assert load_weights("mine").metadata.calibration == own


@pytest.mark.shared
def test_released_file_gets_its_registered_name(shared):
    path = shared / "official" / "tflite" / "EfficientPoseRT.tflite"
    item = install(import_file(path))
    assert (item.name, item.origin) == ("released-rt-tflite", Origin.RELEASED)
    assert item.metadata.licence == "Apache-2.0"
    assert item.metadata.source == WEIGHTS["released-rt-tflite"].url
    np.testing.assert_array_equal(
        load_weights("RT").state["heads.pafs.bias"], import_file(path).state["heads.pafs.bias"]
    )
    with pytest.raises(SettingsError, match="reserved"):
        install(import_file(path), "released-i")
