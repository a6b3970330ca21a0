package io.tiffin.estimate;

import static io.tiffin.event.EventType.COURIER_ARRIVED_DROPOFF;
import static io.tiffin.event.EventType.COURIER_ARRIVED_PICKUP;
import static io.tiffin.event.EventType.COURIER_ASSIGNED;
import static io.tiffin.event.EventType.COURIER_UNASSIGNED;
import static io.tiffin.event.EventType.ORDER_ACCEPTED;
import static io.tiffin.event.EventType.ORDER_CANCELLED;
import static io.tiffin.event.EventType.ORDER_DELIVERED;
import static io.tiffin.event.EventType.ORDER_PICKED_UP;
import static io.tiffin.event.EventType.ORDER_READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.EventType;
import io.tiffin.event.SampleJourney;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderProgressTests {

  private static final Instant PLACED = Instant.parse("2026-11-22T18:05:00Z");

  @Test
  void theStageIsTheFarthestThatAnyEventTells() {
    assertThat(stage()).isEqualTo(OrderStage.PLACED);
    assertThat(stage(ORDER_ACCEPTED)).isEqualTo(OrderStage.ACCEPTED);
    assertThat(stage(ORDER_ACCEPTED, COURIER_ASSIGNED)).isEqualTo(OrderStage.ASSIGNED);
    assertThat(stage(ORDER_ACCEPTED, ORDER_READY)).isEqualTo(OrderStage.READY);
    assertThat(stage(COURIER_ASSIGNED, ORDER_READY)).isEqualTo(OrderStage.READY_ASSIGNED);
    assertThat(stage(COURIER_ASSIGNED, COURIER_ARRIVED_PICKUP)).isEqualTo(OrderStage.AT_RESTAURANT);
    assertThat(stage(ORDER_READY, COURIER_ARRIVED_PICKUP))
        .isEqualTo(OrderStage.READY_AT_RESTAURANT);
    assertThat(stage(ORDER_PICKED_UP)).as("all before it is late").isEqualTo(OrderStage.PICKED_UP);
    assertThat(stage(COURIER_ARRIVED_DROPOFF)).isEqualTo(OrderStage.AT_DROPOFF);
  }

  @Test
  void anOrderThatIsGivenBackGoesBackToBeingReady() {
    assertThat(stage(ORDER_READY, COURIER_ASSIGNED, COURIER_UNASSIGNED))
        .isEqualTo(OrderStage.READY);
  }

  @Test
  void minutesAreCountedSinceEachEventAndSinceTheLatestOfTheStage() {
    SampleJourney journey =
        placed()
            .then(ORDER_ACCEPTED, PLACED.plusSeconds(60))
            .then(COURIER_ASSIGNED, PLACED.plusSeconds(600))
            .then(ORDER_READY, PLACED.plusSeconds(900));

    OrderProgress progress =
        OrderProgress.of(journey.journey(), PLACED.plusSeconds(1_200)).orElseThrow();

    assertThat(progress)
        .isEqualTo(new OrderProgress(OrderStage.READY_ASSIGNED, 5, 20, 19, 10, 5, 0));
  }

  @Test
  void aClockThatRunsAheadMakesNoMinutesNegative() {
    OrderProgress progress =
        OrderProgress.of(placed().journey(), PLACED.minusSeconds(90)).orElseThrow();

    assertThat(progress).isEqualTo(new OrderProgress(OrderStage.PLACED, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void anOrderThatIsOverOrWasNeverPlacedMakesNoProgress() {
    Instant later = PLACED.plusSeconds(60);

    assertThat(OrderProgress.of(placed().then(ORDER_DELIVERED, later).journey(), later)).isEmpty();
    assertThat(OrderProgress.of(placed().then(ORDER_CANCELLED, later).journey(), later)).isEmpty();
    SampleJourney nameless = SampleJourney.ofNothing("o-9").then(ORDER_ACCEPTED, later);
    assertThat(OrderProgress.of(nameless.journey(), later)).isEmpty();
  }

  private static SampleJourney placed() {
    return SampleJourney.placed("o-9", PLACED);
  }

  private static OrderStage stage(EventType... events) {
    SampleJourney journey = placed();
    for (EventType event : List.of(events)) {
      journey = journey.then(event, PLACED.plusSeconds(60));
    }
    return OrderStage.of(journey.journey());
  }
}
