package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DoorTests {

  private final Deadline deadline = Deadline.in(Duration.ofHours(1), new FakeTicker());

  @Test
  void whoFindsNoPlaceInTimeIsRefused() {
    Door door = new Door(1, Duration.ofMillis(1));
    door.enter(deadline);

    assertThatThrownBy(() -> door.enter(deadline))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.OVERLOADED));
  }

  @Test
  void withPlacesEnoughNobodyIsRefused() {
    Door door = new Door(2, Duration.ofMillis(1));
    door.enter(deadline);

    assertThatCode(() -> door.enter(deadline)).doesNotThrowAnyException();
  }

  @Test
  void aPlaceThatBecomesFreeGoesToWhoeverWaits() throws Exception {
    Door door = new Door(1, Duration.ofSeconds(30));
    door.enter(deadline);
    CountDownLatch waiting = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> second =
          executor.submit(() -> {
            waiting.countDown();
            door.enter(deadline);
          });
      waiting.await();
      door.leave();

      second.get();
    }
  }

  @Test
  void nobodyWaitsBeyondTheirDeadline() {
    Door door = new Door(1, Duration.ofHours(1));
    door.enter(deadline);
    Deadline passed = Deadline.in(Duration.ZERO, new FakeTicker());

    assertThatThrownBy(() -> door.enter(passed)).isInstanceOf(ProblemException.class);
  }
}
