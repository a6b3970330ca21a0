package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.guard.TestGuards;
import io.tiffin.model.ServedModel.Status.Loading;
import io.tiffin.model.ServedModel.Status.Serving;
import io.tiffin.model.ServedModel.Status.Unavailable;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;

class ServedModelTests {

  @Test
  void startingDoesNotWaitForTheModel() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    FakeModel model = new FakeModel();
    ServedModel served =
        new ServedModel(() -> {
          awaitUninterruptibly(loaded);
          return model;
        });

    served.start();

    assertThat(served.status()).isInstanceOf(Loading.class);
    assertThat(served.current()).isEmpty();
    loaded.countDown();
    await().untilAsserted(() -> assertThat(served.status()).isInstanceOf(Serving.class));
    assertThat(served.current()).contains(model);
  }

  @Test
  void aRefusedModelLeavesTheReason() {
    ServedModel served =
        new ServedModel(() -> {
          throw new BundleRefusedException("saved_model.pb: is missing");
        });

    served.start();

    await()
        .untilAsserted(() ->
            assertThat(served.status()).isEqualTo(new Unavailable("saved_model.pb: is missing")));
    assertThat(served.current()).isEmpty();
  }

  @Test
  void anEngineThatBreaksLeavesAReasonToo() {
    ServedModel served =
        new ServedModel(() -> {
          throw new UnsatisfiedLinkError("no engine");
        });

    served.start();

    await().untilAsserted(() -> assertThat(served.status()).isInstanceOf(Unavailable.class));
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class})
  void anyErrorLeavesAReason(Class<? extends Error> type) {
    ServedModel served =
        new ServedModel(() -> {
          throw BeanUtils.instantiateClass(type);
        });

    served.start();
    served.awaitLoaded();

    assertThat(served.status())
        .isEqualTo(new Unavailable("the model cannot be loaded: " + type.getName()));
  }

  @Test
  void aModelThatBreaksWhileItIsWarmedIsClosed(@TempDir Path dataDirectory) {
    FakeModel model = new FakeModel();
    model.failure = new IllegalStateException("broken");
    ServedModel served =
        new ModelConfiguration()
            .servedModel(
                new ModelProperties("src/test/models/keras/1", 1, 1, true, 1, 1, null),
                dataDirectory,
                bundle -> model,
                TestCatalogue.catalogue(),
                TestGuards.of(new FakeTicker()),
                new FakeTicker());

    served.start();
    served.awaitLoaded();

    assertThat(served.status()).isInstanceOf(Unavailable.class);
    assertThat(model.closed).isTrue();
  }

  @Test
  void stoppingWaitsForTheLoadAndClosesTheModel() {
    FakeModel model = new FakeModel();
    ServedModel served = new ServedModel(() -> model);
    served.start();

    served.stop();

    assertThat(model.closed).isTrue();
    assertThat(served.current()).isEmpty();
    assertThat(served.isRunning()).isFalse();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static final class FakeModel implements Model {

    private boolean closed;
    private RuntimeException failure;

    @Override
    public Manifest manifest() {
      return TestManifests.complete();
    }

    @Override
    public Inference run(Examples examples, Deadline deadline) {
      if (failure != null) {
        throw failure;
      }
      return new Inference.Answered(new float[examples.rows() * 4], new float[examples.rows() * 3]);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
