"""Learns from short comments which of them say nothing."""

from pathlib import Path

import numpy as np

from analysis.language.labels import Label
from analysis.language.silence import LONGEST, SILENCE, bare_text, found_in, letters_of
from analysis.language.training.data import (
    READ_REVIEWS,
    SCORED,
    LabelledText,
    labelled_texts,
    learned_comments,
)
from analysis.language.training.heads import Sample, fit
from analysis.language.weights import FOLDER, save

VERSION = 1
# Opinions are many, and each counts for less.
WEIGHT_OF_OTHERS = 0.3


def train_silence() -> Path:
    """Train the model from `silence_learned.tsv` and the short ones of our own comments; returns
    the file of its weights."""
    head = fit(SILENCE, _sample(labelled_texts("silence_learned"), _others()))
    file = FOLDER / f"{SILENCE}.npz"
    save(file, f"{SILENCE}-{VERSION}", {SILENCE: head})
    return file


def _others() -> list[LabelledText]:
    """The short ones of our own comments and clauses."""
    comments = [c for language in READ_REVIEWS for c in learned_comments(language)]
    short = [c for c in comments if len(letters_of(bare_text(c.text))) <= LONGEST]
    return [(c.label if c.label == Label.NOT_SCORED else SCORED, c.text) for c in short]


def _sample(marked: list[LabelledText], others: list[LabelledText]) -> Sample:
    pairs = marked + others
    bare = [bare_text(text) for _, text in pairs]
    weight = np.concatenate([np.ones(len(marked)), np.full(len(others), WEIGHT_OF_OTHERS)])
    classes = np.array([label for label, _ in pairs])
    return Sample(found_in(bare), np.zeros((len(bare), 0), np.float32), classes, weight)
