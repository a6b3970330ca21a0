package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tiffin.fixture.RealTicker;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.ModelLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that hang, throw or answer nonsense are refused for that, soon, and closed. */
class MisbehavingModelTests {

  private static final Duration PATIENCE = Duration.ofMillis(50);

  @TempDir private Path directory;

  private GateFixture fixture;

  @BeforeEach
  void impatient() {
    fixture = new GateFixture(directory);
    fixture.measuring = new Measuring(8, 32, 20, 5, Duration.ofMillis(300), 100, PATIENCE);
  }

  @Test
  void oneThatHangsWhenAskedIsRefusedAndClosed() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Bundle hangs =
        fixture.bundle(
            "2",
            60,
            fixture.new Usual() {
              @Override
              public void beforeCall(int call, int rows) {
                await(never);
              }
            });
    RealTicker ticker = new RealTicker();
    long begun = ticker.nanos();

    Throwable refusal = catchThrowable(() -> fixture.gate().judge(hangs, null));

    assertThat(refusal)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("does not answer within PT0.5S");
    assertThat(Duration.ofNanos(ticker.nanos() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(fixture.open).hasValue(0);
  }

  @Test
  void oneThatHangsOnlyUnderLoadIsRefusedAndClosed() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Bundle hangs =
        fixture.bundle(
            "2",
            60,
            fixture.new Usual() {
              @Override
              public void beforeCall(int call, int rows) {
                super.beforeCall(call, rows);
                if (call > 200) {
                  await(never);
                }
              }
            });

    assertThatThrownBy(() -> fixture.gate().judge(hangs, null))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("does not answer within");
    assertThat(fixture.open).hasValue(0);
  }

  @Test
  void oneThatIsNotLoadedInTimeIsRefusedAndClosedOnceItIs() throws Exception {
    CountDownLatch slowly = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Bundle candidate = fixture.bundle("2", 60, fixture.good());
    ModelLoader loader =
        bundle -> {
          awaitUninterrupted(slowly);
          return new ScriptedModel(bundle.manifest(), fixture.good(), closed::countDown);
        };

    assertThatThrownBy(() -> fixture.gate(loader).judge(candidate, null))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("is not loaded within PT0.5S");
    assertThat(closed.getCount()).isOne();
    slowly.countDown();

    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneThatThrowsIsRefusedWithWhatItThrewAndClosed() throws Exception {
    Bundle throwing =
        fixture.bundle(
            "2",
            60,
            fixture.new Usual() {
              @Override
              public void beforeCall(int call, int rows) {
                throw new IllegalStateException("no such tensor");
              }
            });

    assertThatThrownBy(() -> fixture.gate().judge(throwing, null))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("the model breaks")
        .hasMessageContaining("no such tensor");
    assertThat(fixture.open).hasValue(0);
  }

  @Test
  void oneThatAnswersNaNIsRefusedAndClosed() throws Exception {
    Bundle nonsense =
        fixture.bundle(
            "2",
            60,
            fixture.new Usual() {
              @Override
              public double median(double items) {
                return items > 5 ? Double.NaN : super.median(items);
              }
            });

    assertThatThrownBy(() -> fixture.gate().judge(nonsense, null))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("p50=NaN");
    assertThat(fixture.open).hasValue(0);
  }

  @Test
  void oneThatIsNotLoadedIsRefusedWithTheLoadersSentence() throws Exception {
    ModelLoader loader =
        bundle -> {
          throw new BundleRefusedException("saved_model.pb: operation ReadFile");
        };
    Bundle candidate = fixture.bundle("2", 60, fixture.good());

    assertThatThrownBy(() -> fixture.gate(loader).judge(candidate, null))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessage("saved_model.pb: operation ReadFile");
  }

  @Test
  void theNextOneIsJudgedAllTheSame() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    Bundle candidate = fixture.bundle("2", 60, fixture.good());
    CountDownLatch never = new CountDownLatch(1);
    ModelLoader loader =
        bundle -> {
          if (loads.getAndIncrement() == 0) {
            awaitUninterrupted(never);
          }
          return new ScriptedModel(bundle.manifest(), fixture.good(), () -> {});
        };
    ModelGate gate = fixture.gate(loader);

    assertThatThrownBy(() -> gate.judge(candidate, null))
        .isInstanceOf(BundleRefusedException.class);

    assertThat(gate.judge(candidate, null).accepted()).isTrue();
    never.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** As a native call does. */
  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean ended = false;
    while (!ended) {
      try {
        latch.await();
        ended = true;
      } catch (InterruptedException stillHanging) {
        // native code does not hear it
      }
    }
  }
}
