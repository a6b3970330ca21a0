package io.tiffin.model.djl;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Runner;

/** A runner by DJL, whose predictor closes the tensors of each call. */
record PredictorRunner(Predictor<Examples, Inference> predictor) implements Runner {

  @Override
  public Inference run(Examples examples) throws TranslateException {
    return predictor.predict(examples);
  }

  @Override
  public void close() {
    predictor.close();
  }
}
