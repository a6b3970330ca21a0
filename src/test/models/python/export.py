"""Exports the two tiny models that the tests load: python export.py (TensorFlow 2.16).

keras/1: a Keras model as Model.export leaves it. plain/1: a tf.Module, without Keras.
The weights are set by hand, so that a test can say what comes out:
p50 = 10 + 2 * items + distance / 100 + (1 if the bucket of the cuisine is even else 0).
"""

import pathlib

import numpy as np
import tensorflow as tf

WEIGHTS = np.array([[2.0] * 3, [0.01] * 3, [1.0] * 3], np.float32)
BIAS = np.array([8.0, 10.0, 14.0], np.float32)
CUISINES = np.array([[1.0], [0.0]] * 4, np.float32)
MODELS = pathlib.Path(__file__).resolve().parent.parent


def keras_model():
    numbers = tf.keras.Input(shape=(2,), dtype=tf.float32, name="numbers")
    cuisine = tf.keras.Input(shape=(1,), dtype=tf.int64, name="cuisine")
    embedding = tf.keras.layers.Embedding(8, 1)
    quantiles = tf.keras.layers.Dense(3)
    embedded = tf.keras.layers.Flatten()(embedding(cuisine))
    joined = tf.keras.layers.Concatenate()([numbers, embedded])
    model = tf.keras.Model([numbers, cuisine], {"minutes": quantiles(joined)})
    embedding.set_weights([CUISINES])
    quantiles.set_weights([WEIGHTS, BIAS])
    return model


class Plain(tf.Module):
    def __init__(self):
        super().__init__()
        self.cuisines = tf.Variable(CUISINES)
        self.weights = tf.Variable(WEIGHTS)
        self.bias = tf.Variable(BIAS)

    @tf.function(
        input_signature=[
            tf.TensorSpec([None, 2], tf.float32, name="numbers"),
            tf.TensorSpec([None, 1], tf.int64, name="cuisine"),
        ]
    )
    def serve(self, numbers, cuisine):
        embedded = tf.gather(self.cuisines, cuisine[:, 0])
        return {"minutes": tf.concat([numbers, embedded], 1) @ self.weights + self.bias}


keras_model().export(str(MODELS / "keras" / "1"))
plain = Plain()
tf.saved_model.save(plain, str(MODELS / "plain" / "1"), signatures=plain.serve)
