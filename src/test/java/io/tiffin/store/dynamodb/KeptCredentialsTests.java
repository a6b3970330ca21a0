package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

class KeptCredentialsTests {

  private static final Executor AT_ONCE = Runnable::run;

  private final FakeTicker ticker = new FakeTicker();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void theProviderIsAskedOnce() {
    var kept = new KeptCredentials(this::next, AT_ONCE, ticker);

    assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("1");
    assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("1");

    assertThat(asked).hasValue(1);
  }

  @Test
  void oldOnesAreRenewedBesideTheCalls() {
    List<Runnable> later = new ArrayList<>();
    AtomicBoolean atOnce = new AtomicBoolean(true);
    Executor executor =
        task -> {
          if (atOnce.get()) {
            task.run();
          } else {
            later.add(task);
          }
        };
    var kept = new KeptCredentials(this::next, executor, ticker);
    assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("1");
    atOnce.set(false);
    ticker.advance(Duration.ofSeconds(16));

    assertThat(kept.resolveCredentials().accessKeyId()).as("nobody waits").isEqualTo("1");
    assertThat(later).hasSize(1);
    later.getFirst().run();

    assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("2");
  }

  @Test
  void whatIsKeptStaysWhereRenewalFails() {
    var kept = new KeptCredentials(this::onlyOnce, AT_ONCE, ticker);
    assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("1");
    ticker.advance(Duration.ofSeconds(16));

    assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("1");
  }

  @Test
  void aProviderThatHasNoneIsAskedAgain() {
    var kept =
        new KeptCredentials(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw SdkClientException.create("not yet");
              }
              return AwsBasicCredentials.create("2", "secret");
            },
            AT_ONCE,
            ticker);

    assertThatThrownBy(kept::resolveCredentials)
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("not yet");
    assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("2");
  }

  /** What it is for: callers that are interrupted at their deadlines do not end the fetching. */
  @Test
  void callersThatGiveUpDoNotEndTheFetching() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var kept = new KeptCredentials(() -> after(answered), threads, ticker);
      for (int i = 0; i < 3; i++) {
        Future<AwsCredentials> caller = threads.submit(kept::resolveCredentials);
        caller.cancel(true);
      }
      answered.countDown();

      assertThat(kept.resolveCredentials().accessKeyId()).isEqualTo("1");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void aWaitThatIsInterruptedEndsAtOnceAndKeepsTheFlag() {
    var kept = new KeptCredentials(this::next, _ -> {}, ticker);
    Thread.currentThread().interrupt();

    assertThatThrownBy(kept::resolveCredentials).isInstanceOf(AbortedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private AwsCredentials next() {
    return AwsBasicCredentials.create(Integer.toString(asked.incrementAndGet()), "secret");
  }

  private AwsCredentials onlyOnce() {
    if (asked.incrementAndGet() > 1) {
      throw SdkClientException.create("no more");
    }
    return AwsBasicCredentials.create("1", "secret");
  }

  private AwsCredentials after(CountDownLatch answered) {
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted", e);
    }
    return next();
  }
}
