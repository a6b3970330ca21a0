package io.tiffin.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.model.Bundle;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model answers, made by TensorFlow's Java classes, is checked. */
class AnswerTests {

  @TempDir Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void aModelOfTheJavaClassesAnswers() throws Exception {
    Bundle bundle =
        JavaModel.export(
            directory, 2, (tf, numbers, weights) -> tf.linalg.matMul(numbers, weights));

    try (Model model = Bundles.load(bundle, registry)) {
      assertThat(((Answered) run(model, 3)).minutes()).containsExactly(6, 6, 6);
    }
  }

  @Test
  void aWeightThatIsNotANumberIsRefused() throws Exception {
    Bundle bundle =
        JavaModel.export(
            directory, Float.NaN, (tf, numbers, weights) -> tf.linalg.matMul(numbers, weights));

    assertThatThrownBy(() -> Bundles.load(bundle, registry))
        .hasMessageStartingWith("variables: '")
        .hasMessageEndingWith("holds NaN or infinity");
  }

  @Test
  void aRowThatIsNotANumberLeavesTheOtherRowsTheirAnswers() throws Exception {
    Bundle bundle =
        JavaModel.export(
            directory,
            2,
            (tf, numbers, weights) -> tf.linalg.matMul(tf.math.log(numbers), weights));

    try (Model model = Bundles.load(bundle, registry)) {
      Examples examples = new Examples(model.manifest().inputs(), 2);
      for (int column = 0; column < 2; column++) {
        examples.set(0, 0, column, -1f);
        examples.set(0, 1, column, 1f);
      }

      assertThat(((Answered) model.run(examples, Bundles.later())).minutes())
          .containsExactly(Float.NaN, Float.NaN, Float.NaN, 0, 0, 0);
    }
  }

  @Test
  void samplesThatAreNotAnsweredWithNumbersRefuseTheBundle() throws Exception {
    Bundle bundle =
        JavaModel.export(
            directory,
            2,
            (tf, numbers, weights) ->
                tf.linalg.matMul(tf.math.log(tf.math.neg(tf.math.abs(numbers))), weights));

    assertThatThrownBy(() -> Bundles.load(bundle, registry))
        .hasMessage("samples: sample 1 is answered with NaN or infinity");
  }

  @Test
  void anAnswerWithTooFewRowsIsRefused() throws Exception {
    Bundle bundle =
        JavaModel.withoutShape(
            JavaModel.export(
                directory,
                2,
                (tf, numbers, weights) ->
                    tf.slice(
                        tf.linalg.matMul(numbers, weights),
                        tf.constant(new int[] {0, 0}),
                        tf.constant(new int[] {1, 3}))));

    assertThatThrownBy(() -> Bundles.load(bundle, registry))
        .hasMessage(
            "samples: all samples at once is not answered (ERROR): the model answered minutes(1, 3) for 2 orders");
  }

  private static Inference run(Model model, float items) {
    Examples examples = new Examples(model.manifest().inputs(), 1);
    examples.set(0, 0, 0, items);
    return model.run(examples, Bundles.later());
  }
}
