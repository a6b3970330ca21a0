package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.model.ServedModel.Status.Loading;
import io.tiffin.model.ServedModel.Status.Serving;
import io.tiffin.model.ServedModel.Status.Unavailable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

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
    await().untilAsserted(() -> assertThat(served.status()).isEqualTo(new Serving(model)));
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

    @Override
    public Manifest manifest() {
      return TestManifests.complete();
    }

    @Override
    public Inference run(Examples examples, Deadline deadline) {
      return new Inference.Answered(new float[examples.rows() * 4], new float[examples.rows() * 3]);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
